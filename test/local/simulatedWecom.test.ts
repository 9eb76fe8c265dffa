import { beforeAll, describe, expect, it } from 'vitest'
import { OFFICIAL_ACCOUNT } from '../../infra/local/simulators/wechat/app.ts'
import { ADVISERS, CORP } from '../../infra/local/simulators/wecom/corp.ts'
import { newContactWay, openedFrom, type Platforms, startPlatforms, valueIn } from './callbackReceiver.ts'

type Person = { openids: Record<string, string>; unionid: string; externalUserId: string }

let clock = Date.parse('2026-11-02T08:00:00Z')
let platforms: Platforms
let token: string

beforeAll(async () => {
  platforms = await startPlatforms(() => new Date(clock))
  token = (await newContactWay(platforms, 'first')).token
})

const call = async (method: string, path: string, body?: object, accessToken = token) => {
  const separator = path.includes('?') ? '&' : '?'
  const reply = await platforms.ask(method, `/wecom/cgi-bin/${path}${separator}access_token=${accessToken}`, body)
  return reply.json() as Record<string, unknown>
}
const personOf = (phone: string) => platforms.act<Person>('people', { phone })
const add = (person: string, more: object = {}) => platforms.act('wecom/add', { person, ...more })
const messages = () => platforms.heard().map((heard) => openedFrom(heard, CORP, CORP.corpId))
const WAY = { type: 1, scene: 2, user: ['zhangsan'] }

describe('the API of the simulated WeCom', () => {
  it.each([
    ['another company', `corpid=x&corpsecret=${CORP.secret}`, 40013],
    ['a wrong secret', `corpid=${CORP.corpId}&corpsecret=x`, 40001],
  ])('gives no token to %s', async (_what, query, errcode) => {
    expect((await platforms.ask('GET', `/wecom/cgi-bin/gettoken?${query}`)).json()).toMatchObject({ errcode })
  })

  it.each([
    ['no token', '', 41001],
    ['a token that was never given', 'x', 40014],
  ])('refuses %s', async (_what, accessToken, errcode) => {
    expect(await call('POST', 'externalcontact/add_contact_way', WAY, accessToken)).toMatchObject({ errcode })
  })

  it('refuses a token after 2 hours', async () => {
    const { token: old } = await newContactWay(platforms, 'x')
    clock += 7_200_000
    expect(await call('POST', 'externalcontact/add_contact_way', WAY, old)).toMatchObject({ errcode: 42001 })
    token = (await newContactWay(platforms, 'x')).token
  })

  it.each([
    ['no JSON object', [], 47001],
    ['no type', { scene: 2, user: ['zhangsan'] }, 41037],
    ['a state of 31 characters', { ...WAY, state: 'x'.repeat(31) }, 40058],
    ['two members for one', { ...WAY, user: ['a', 'b'] }, 40058],
    ['nobody', { type: 2, scene: 2 }, 40058],
    ['an unknown scene', { ...WAY, scene: 3 }, 40058],
    ['a life over 14 days', { ...WAY, is_temp: true, expires_in: 1_209_601 }, 40058],
  ])('makes no contact way of %s', async (_what, body, errcode) => {
    expect(await call('POST', 'externalcontact/add_contact_way', body)).toMatchObject({ errcode })
  })

  it('makes contact ways whose image leads to the simulated phone', async () => {
    const { config_id, qr_code } = await newContactWay(platforms, 'x'.repeat(30))
    const image = await fetch(qr_code)
    expect(image.headers.get('content-type')).toBe('image/svg+xml')
    const url = `${platforms.url}/_sim/wecom/scan?configId=${config_id}`
    expect(await image.text()).toContain(url)
    expect((await fetch(url)).status).toBe(200)
    expect(await call('POST', 'externalcontact/add_contact_way', { ...WAY, scene: 1 })).not.toHaveProperty('qr_code')
  })

  it('knows customers by their external user id, and by unionid and openid', async () => {
    const phone = '13800138501'
    const { externalUserId, unionid, openids } = await personOf(phone)
    const openid = openids[OFFICIAL_ACCOUNT.appId]
    const get = (id: string) => call('GET', `externalcontact/get?external_userid=${id}`)
    const convert = (body: object) => call('POST', 'idconvert/unionid_to_external_userid', body)
    expect(await get('nobody')).toMatchObject({ errcode: 40096 })
    expect(await get(externalUserId)).toMatchObject({ errcode: 84061 })
    expect(await convert({ unionid, openid })).toMatchObject({ external_userid: '', pending_id: expect.any(String) })
    await add(phone, { state: 's1' })
    expect(await get(externalUserId)).toMatchObject({
      external_contact: { external_userid: externalUserId, unionid, type: 1 },
      follow_user: [{ userid: ADVISERS[0], state: 's1' }],
    })
    expect(await convert({ unionid, openid })).toMatchObject({ errcode: 0, external_userid: externalUserId })
    expect(await convert({ unionid, openid: 'x' })).toMatchObject({ errcode: 40073 })
    expect(await convert({ unionid })).toMatchObject({ errcode: 40058 })
  })
})

describe('people who add advisers', () => {
  it('make an encrypted event that carries the state of the code and the member whom it names', async () => {
    platforms.heard()
    const { config_id: configId } = await newContactWay(platforms, 'L1a2b3', ['zhangsan', 'lisi'])
    const { externalUserId } = await personOf('13800138502')
    await add('13800138502', { configId })
    const [message, ...others] = messages()
    expect(others).toEqual([])
    const names = ['ToUserName', 'FromUserName', 'Event', 'ChangeType', 'UserID', 'ExternalUserID', 'State']
    expect(names.map((name) => valueIn(message ?? '', name))).toEqual([
      CORP.corpId,
      'sys',
      'change_external_contact',
      'add_external_contact',
      'zhangsan',
      externalUserId,
      'L1a2b3',
    ])
    expect(message).toContain('<WelcomeCode>')
  })

  it('make none when they are friends of that adviser already', async () => {
    const person = '13800138503'
    await add(person, { state: 'first' })
    platforms.heard()
    expect(await add(person, { state: 'second' })).toEqual({ event: null, deliveries: [] })
    expect(platforms.heard()).toEqual([])
    expect(await add(person, { userId: 'lisi' })).toMatchObject({ event: 'add_external_contact' })
  })

  it.each([
    ['customer', 'del_follow_user'],
    ['adviser', 'del_external_contact'],
  ])('make an event when the %s ends it, and one when they add again', async (by, event) => {
    const person = by === 'customer' ? '13800138504' : '13800138505'
    await add(person)
    expect(await platforms.act('wecom/delete', { person, by })).toMatchObject({ event })
    expect(await platforms.act('wecom/delete', { person, by })).toMatchObject({ event: null })
    expect(await add(person)).toMatchObject({ event: 'add_external_contact' })
  })

  it('may come by an acquisition link, whose channel is the state', async () => {
    const page = await (await fetch(`${platforms.url}/wecom/link/demo?customer_channel=L9`)).text()
    expect(page).toContain('name="state" value="L9"')
    platforms.heard()
    const done = await platforms.form('/_sim/wecom/scan', { person: '13800138506', state: 'L9' })
    expect(await done.text()).toContain('已添加顾问')
    expect(messages().map((message) => valueIn(message, 'State'))).toEqual(['L9'])
    const again = await platforms.form('/_sim/wecom/scan', { person: '13800138506', state: 'L9' })
    expect(await again.text()).toContain('此前已是好友')
  })

  it('cannot scan a contact way that is not there', async () => {
    expect((await platforms.ask('POST', '/_sim/wecom/add', { person: '13800138507', configId: 'x' })).status).toBe(409)
    expect((await platforms.form('/_sim/wecom/scan', { person: '13800138507', configId: 'x' })).status).toBe(404)
    expect((await fetch(`${platforms.url}/_sim/wecom/scan?configId=x`)).status).toBe(404)
    expect((await fetch(`${platforms.url}/wecom/qr/x`)).status).toBe(404)
  })
})
