import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from '../../infra/local/simulators/wechat/app.ts'
import { newCode, openedFrom, type Platforms, startPlatforms, tokenOf, valueIn } from './callbackReceiver.ts'

let platforms: Platforms
let token: string
let phones = 13_800_138_600
const somebody = () => String(phones++)

beforeAll(async () => {
  platforms = await startPlatforms()
  token = await tokenOf(platforms, OFFICIAL_ACCOUNT)
})

beforeEach(() => {
  platforms.heard()
})

const follow = (person: string, code?: string) => platforms.act('wechat/follow', { person, code })
const told = () =>
  platforms.heard().map((heard) => {
    const message = openedFrom(heard, OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT.appId)
    return ['Event', 'EventKey', 'Ticket'].map((name) => valueIn(message, name))
  })
const pageText = async () => (await fetch(`${platforms.url}/_sim`)).text()

describe('people and the official account', () => {
  it('follow by a code, scan it again when they follow, and unfollow', async () => {
    const { ticket, url } = await newCode(platforms, token, 'ld_7')
    const person = somebody()
    await follow(person, ticket)
    await follow(person, url)
    await platforms.act('wechat/unfollow', { person })
    await follow(person, ticket)
    expect(told()).toEqual([
      ['subscribe', 'qrscene_ld_7', ticket],
      ['SCAN', 'ld_7', ticket],
      ['unsubscribe', '', undefined],
      ['subscribe', 'qrscene_ld_7', ticket],
    ])
  })

  it('follow as from an ad, without a scene', async () => {
    const person = somebody()
    await follow(person)
    expect(told()).toEqual([['subscribe', '', undefined]])
    const query = async (openid: string) =>
      (await platforms.ask('GET', `/wechat/cgi-bin/user/info?access_token=${token}&openid=${openid}`)).json()
    const { openids } = await platforms.act<{ openids: Record<string, string> }>('people', { phone: person })
    expect(await query(openids[OFFICIAL_ACCOUNT.appId] ?? '')).toMatchObject({
      subscribe: 1,
      subscribe_scene: 'ADD_SCENE_WECHAT_ADVERTISEMENT',
    })
    expect(await query('nobody')).toMatchObject({ errcode: 40003 })
  })

  it('make no event by doing what is done already', async () => {
    const person = somebody()
    expect(await platforms.act('wechat/unfollow', { person })).toEqual({ event: null, deliveries: [] })
    await follow(person)
    platforms.heard()
    expect(await follow(person)).toEqual({ event: null, deliveries: [] })
    expect(platforms.heard()).toEqual([])
  })

  it.each([
    ['reminders', 'subscribe_msg_popup_event'],
    ['reminders-settings', 'subscribe_msg_change_event'],
    ['menu', 'CLICK'],
  ])('do other things that are told: %s', async (what, event) => {
    expect(await platforms.act(`wechat/${what}`, { person: somebody() })).toMatchObject({ event })
    expect(platforms.heard()).toHaveLength(1)
  })

  it('cannot follow by a code that is none', async () => {
    const body = { person: somebody(), code: 'x' }
    expect((await platforms.ask('POST', '/_sim/wechat/follow', body)).status).toBe(409)
    expect((await platforms.form('/_sim/scan', { person: somebody(), ticket: 'x' })).status).toBe(404)
    expect((await fetch(`${platforms.url}/_sim/scan?ticket=x`)).status).toBe(404)
  })

  it('are asked whose phone it is by the page that a code opens', async () => {
    const { ticket, url } = await newCode(platforms, token, 'ld_8')
    const page = await (await fetch(url)).text()
    expect(page).toContain('是否关注')
    const person = somebody()
    const done = await platforms.form('/_sim/scan', { person, ticket })
    expect(await done.text()).toContain('已关注公众号')
    expect(told()).toEqual([['subscribe', 'qrscene_ld_8', ticket]])
    expect(await (await platforms.form('/_sim/scan', { person, ticket })).text()).toContain('此前已关注')
  })
})

describe('people and the mini program', () => {
  it('open it, register by one tap, and go on to apply', async () => {
    const person = somebody()
    const purposes = [
      { id: 'contact', required: true },
      { id: 'marketing', required: false },
    ]
    platforms.answerWith(({ method, path }) => {
      if (method === 'GET') return { text: JSON.stringify({ consent: { version: '2026-11', purposes } }) }
      const leadToken = path.endsWith('registration') ? 'token-2' : 'token-1'
      return { status: 201, text: JSON.stringify({ leadId: 'ld_9', leadToken }) }
    })
    await platforms.act('wechat/launch', { person, campaignId: 'demo-mini-program', invitation: 'ld_9' })
    const registered = await platforms.act('wechat/register', {
      person,
      business: { name: '示例店', contactName: '张三' },
    })
    platforms.answerWith(() => undefined)
    const applyUrl = `${platforms.api}/demo/demo-mini-program/apply#leadToken=token-2`
    expect(registered).toMatchObject({ status: 201, applyUrl })
    const [launch, terms, registration] = platforms.heard()
    expect(launch?.path).toBe('/v1/campaigns/demo-mini-program/mini-program-sessions')
    expect(launch?.headers.get('origin')).toBeNull()
    const { appId, appSecret } = MINI_PROGRAM
    const session = JSON.parse(launch?.body ?? '') as { code: string }
    expect(session).toEqual({ appId, code: expect.any(String), invitation: 'ld_9' })
    expect(terms?.path).toBe('/v1/campaigns/demo-mini-program')
    expect(registration?.path).toBe('/v1/leads/ld_9/registration')
    expect(registration?.headers.get('authorization')).toBe('Bearer token-1')
    const tapped = JSON.parse(registration?.body ?? '') as {
      wechatPhoneCode: string
      business: object
      consent: object
    }
    expect(tapped.consent).toEqual({ version: '2026-11', purposes: ['contact'] })
    expect(tapped.business).toEqual({ name: '示例店', contactName: '张三' })
    const path = `/wechat/wxa/business/getuserphonenumber?access_token=${await tokenOf(platforms, { appId, appSecret })}`
    const reading = (await platforms.ask('POST', path, { code: tapped.wechatPhoneCode })).json()
    expect(reading).toMatchObject({ phone_info: { purePhoneNumber: person } })
    expect(await pageText()).toContain(applyUrl)
  })

  it('are told what the API refused, and keep nothing', async () => {
    const person = somebody()
    platforms.plan({ status: 404, text: JSON.stringify({ code: 'campaign_not_found' }) })
    const answer = await platforms.act('wechat/launch', { person, campaignId: 'no-such' })
    expect(answer).toMatchObject({ status: 404, code: 'campaign_not_found' })
    expect((await platforms.ask('POST', '/_sim/wechat/register', { person })).status).toBe(409)
    expect(await pageText()).toContain('打开小程序：404 campaign_not_found')
  })
})

describe('the panel of simulated phones', () => {
  it('shows who is there, the codes made lately, and takes its forms', async () => {
    const { ticket } = await newCode(platforms, token, 'ld_<b>')
    const page = await pageText()
    for (const text of ['陈晓 13900139001', '林立 13900139002', 'ld_&lt;b&gt;', ticket]) expect(page).toContain(text)
    const fields = { person: '13900139001', code: '', templateId: 'x' }
    expect((await platforms.form('/_sim/wechat/follow', fields)).status).toBe(303)
    expect((await platforms.form('/_sim/wechat/reminders', { ...fields, accepted: 'false' })).status).toBe(303)
    expect((await platforms.form('/_sim/wecom/add', { person: '13900139001', configId: '' })).status).toBe(303)
    expect(await pageText()).toContain('已关注公众号 · 顾问 wang.min')
  })

  it('gives a new number a phone, and takes no number that is none', async () => {
    expect((await platforms.form('/_sim/people', { phone: '13800138699', name: '<i>王五' })).status).toBe(303)
    expect(await pageText()).toContain('&lt;i&gt;王五 13800138699')
    expect((await platforms.ask('POST', '/_sim/people', { phone: '110' })).status).toBe(422)
  })
})
