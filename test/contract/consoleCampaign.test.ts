import { beforeAll, expect, it } from 'vitest'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { REGISTRATION, RULES } from '../harness/applicationSamples.ts'
import { send } from '../harness/client.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

const SAME_SITE = { 'sec-fetch-site': 'same-origin' }

let world: World
let cookie: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  const raw = new URLSearchParams({ key: world.host.operatorKey(), next: '/console' })
  const { headers } = await send(world.host.url, 'POST', '/console/session', { raw, headers: SAME_SITE })
  cookie = headers.get('set-cookie')?.split(';')[0] ?? ''
})

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')

/** The fields of the form that a screen shows, as a browser would send them. */
const fieldsOf = (page: string): URLSearchParams => {
  const fields = new URLSearchParams()
  const controls =
    /<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"|<textarea[^>]*? name="([^"]+)"[^>]*>([^<]*)|<select[^>]*? name="([^"]+)"[^>]*>(.*?)<\/select>/gs
  for (const [, input, value, area, text, select, options = ''] of page.matchAll(controls)) {
    const chosen = /value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options)
    fields.append(input ?? area ?? select ?? '', unescaped(value ?? text ?? chosen?.[1] ?? ''))
  }
  return fields
}

const open = async (campaignId: string) =>
  fieldsOf((await send(world.host.url, 'GET', `/console/campaigns/${campaignId}`, { headers: { cookie } })).text)

const save = (campaignId: string, raw: URLSearchParams) =>
  send(world.host.url, 'POST', `/console/campaigns/${campaignId}`, { raw, headers: { cookie, ...SAME_SITE } })

const settingsOf = async (campaignId: string) => {
  const path = `/v1/campaigns/${campaignId}`
  return ((await world.ask({ method: 'GET', path, key: world.host.operatorKey() })).json() as Campaign).settings
}

it('keeps accounts, applications and all else when a campaign is saved as it was shown', async () => {
  const campaignId = await world.newCampaign({
    chain: 'wecom',
    invitations: {
      official_account: { connection: 'oa' },
      wecom: { connection: 'wc', userIds: ['wang.min', 'li.hua'], acquisitionLink: 'https://work.weixin.qq.com/ca/x' },
      mini_program: { connection: 'mp', path: 'pages/index?a=1' },
      app: { url: 'https://app.bank.example/get' },
    },
    registration: REGISTRATION,
    application: RULES,
    hostedForms: { purposes: ['contact'], meta: { connection: 'page' } },
  })
  const before = await settingsOf(campaignId)
  expect((await save(campaignId, await open(campaignId))).status).toBe(303)
  expect(await settingsOf(campaignId)).toEqual(before)
})

it('invites to what the form says and no longer to what was taken out of it', async () => {
  const campaignId = await world.newCampaign({ invitations: { official_account: { connection: 'oa' } } })
  const form = await open(campaignId)
  form.set('officialAccount', ' ')
  form.set('wecomConnection', ' wc ')
  form.set('wecomUserIds', 'wang.min | li.hua |')
  form.set('smsConnection', 'main')
  expect((await save(campaignId, form)).status).toBe(303)
  const { invitations, registration } = await settingsOf(campaignId)
  expect(invitations).toEqual({ wecom: { connection: 'wc', userIds: ['wang.min', 'li.hua'] } })
  expect(registration).toEqual({ sms: { connection: 'main' } })
})

it.each([
  ['wecomUserIds', 'wang.min', 'connection'],
  ['miniProgramPath', 'pages/index', 'connection'],
  ['officialAccount', 'no id!', 'connection'],
  ['appUrl', 'nonsense', 'url'],
])('says at once what is wrong with %s alone as %j', async (field, value, wrong) => {
  const campaignId = await world.newCampaign()
  const form = await open(campaignId)
  form.set(field, value)
  const { status, text } = await save(campaignId, form)
  expect(status).toBe(422)
  expect(text).toMatch(new RegExp(`class="error">${wrong} `))
  expect((await settingsOf(campaignId)).invitations).toBeUndefined()
})
