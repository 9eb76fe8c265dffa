import { beforeAll, describe, expect, it } from 'vitest'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
})

let n = 200
const fields = (more: Record<string, string> = {}): [string, string][] => [
  ['contact.phone', phoneNumber(++n)],
  ['contact.name', '张三'],
  ['answers.amount', 'small'],
  ['consent.version', '2026-11'],
  ['consent.purposes', 'contact'],
  ['consent.purposes', 'ad_measurement'],
  ['website', ''],
  ...Object.entries(more),
]
const urlencoded = (pairs: [string, string][]) => new URLSearchParams(pairs)
const multipart = (pairs: [string, string][]) => {
  const form = new FormData()
  for (const [name, value] of pairs) form.append(name, value)
  return form
}
const post = (campaignId: string, raw: BodyInit, headers: Record<string, string> = { accept: 'text/html,*/*;q=0.8' }) =>
  world.ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads`, raw, headers })

const consentOf = async (leadId: string) => {
  const reply = await world.ask({
    method: 'GET',
    path: `/v1/leads/${leadId}/timeline?unmask=true`,
    key: world.host.operatorKey(),
  })
  return reply.json() as { consent: { purposes: string[] }; contact: { name: string }; touch: object }
}

describe('a form', () => {
  it.each([
    ['urlencoded', urlencoded],
    ['multipart', multipart],
  ] as const)('sent %s is answered 303 to the thank-you page with the token in the fragment', async (_, encode) => {
    const reply = await post(world.campaignId, encode(fields()))
    expect(reply.status).toBe(303)
    const location = reply.headers.get('location') ?? ''
    const [page, token = ''] = location.split('#leadToken=')
    expect(page).toBe(`/thanks/${world.campaignId}`)
    const leadId = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub as string
    expect(await consentOf(leadId)).toMatchObject({
      contact: { name: '张三' },
      consent: { purposes: ['contact', 'ad_measurement'] },
    })
  })

  it('goes on to the thank-you page of the campaign', async () => {
    const campaignId = await world.newCampaign({ thankYouUrl: 'https://loan.bank.example/thanks?from=form' })
    const reply = await post(campaignId, urlencoded(fields()))
    expect(reply.headers.get('location')).toMatch(/^https:\/\/loan\.bank\.example\/thanks\?from=form#leadToken=ey/)
  })

  it('to a campaign that is closed goes on to a page that says so', async () => {
    const campaignId = await world.newCampaign({ status: 'closed', thankYouUrl: 'https://loan.bank.example/thanks' })
    const reply = await post(campaignId, urlencoded(fields()))
    expect([reply.status, reply.headers.get('location')?.split('#')[0]]).toEqual([
      303,
      `/thanks/${campaignId}?outcome=rejected`,
    ])
  })

  it('twice is answered twice, as one lead', async () => {
    const form = urlencoded(fields())
    const subjects = [await post(world.campaignId, form), await post(world.campaignId, form)].map((reply) => {
      expect(reply.status).toBe(303)
      const token = reply.headers.get('location')?.split('#leadToken=')[1] ?? ''
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub as string
    })
    expect(subjects[0]).toBe(subjects[1])
  })

  it('with errors is answered with the form again, filled in, and every error beside its field', async () => {
    const reply = await post(
      world.campaignId,
      urlencoded([
        ['contact.phone', '1380013'],
        ['contact.name', '张三丰'],
        ['consent.version', '2026-11'],
      ]),
    )
    expect(reply.status).toBe(422)
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(reply.text).toContain('请填写正确的 11 位手机号码')
    expect(reply.text).toContain('value="张三丰"')
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })

  it('sent by a script that asks for JSON is answered in JSON', async () => {
    const reply = await post(world.campaignId, urlencoded(fields()), { accept: 'application/json' })
    expect(reply.status).toBe(201)
    expect(LeadVerdict.parse(reply.json()).outcome).toBe('accepted')
  })

  it('says where it was by the address the browser names', async () => {
    const referer = 'https://loan.bank.example/apply?gdt_vid=wx0form'
    const reply = await post(world.campaignId, urlencoded(fields()), { accept: 'application/json', referer })
    const { leadId } = LeadVerdict.parse(reply.json())
    expect((await consentOf(leadId)).touch).toMatchObject({
      clickIds: { gdt_vid: 'wx0form' },
      url: 'https://loan.bank.example/apply',
    })
  })
})
