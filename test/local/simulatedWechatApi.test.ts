import { beforeAll, describe, expect, it } from 'vitest'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from '../../infra/local/simulators/wechat/app.ts'
import { newCode, type Platforms, startPlatforms, tokenOf } from './callbackReceiver.ts'

let clock = Date.parse('2026-11-02T08:00:00Z')
let platforms: Platforms
let token: string

beforeAll(async () => {
  platforms = await startPlatforms(() => new Date(clock))
  token = await tokenOf(platforms, OFFICIAL_ACCOUNT)
})

const create = async (body: unknown, accessToken = token) => {
  const path = `/wechat/cgi-bin/qrcode/create?access_token=${accessToken}`
  return (await platforms.ask('POST', path, body as object)).json() as { errcode?: number; expire_seconds?: number }
}

const scene = (value: object, more: object = {}) => ({
  action_name: 'QR_STR_SCENE',
  action_info: { scene: value },
  ...more,
})

describe('QR codes of the simulated official account', () => {
  it('have a ticket, a URL that opens on the simulated phone, and an image that leads there', async () => {
    const code = await newCode(platforms, token, 'ld_1')
    expect(code.expire_seconds).toBe(600)
    expect(code.url).toBe(`${platforms.url}/_sim/scan?ticket=${encodeURIComponent(code.ticket)}`)
    const image = await platforms.ask('GET', `/wechat/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`)
    expect(image.headers.get('content-type')).toBe('image/svg+xml')
    expect(image.text).toContain(`<a href="${code.url}">`)
    expect((await fetch(code.url)).status).toBe(200)
  })

  it('end after 60 seconds unless told otherwise, and not at all when they are lasting ones', async () => {
    expect(await create(scene({ scene_str: 'x' }))).toMatchObject({ expire_seconds: 60 })
    const lasting = await create(scene({ scene_id: 7 }, { action_name: 'QR_LIMIT_SCENE' }))
    expect(lasting).not.toHaveProperty('expire_seconds')
    const { url, ticket } = await newCode(platforms, token, 'short', 60)
    clock += 60_000
    expect((await fetch(url)).status).toBe(404)
    expect((await platforms.ask('GET', `/wechat/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`)).status).toBe(
      404,
    )
    expect((await fetch((lasting as unknown as { url: string }).url)).status).toBe(200)
  })

  it.each([
    ['no JSON object', [], 47001],
    ['an unknown action', scene({ scene_str: 'x' }, { action_name: 'QR_OTHER' }), 40052],
    ['no action', { action_info: { scene: { scene_str: 'x' } } }, 40052],
    ['an empty scene', scene({ scene_str: '' }), 40053],
    ['a scene of 65 characters', scene({ scene_str: 'x'.repeat(65) }), 40053],
    ['a number as text scene', scene({ scene_str: 7 }), 40053],
    ['a scene of the other kind', scene({ scene_id: 7 }), 40053],
    ['a scene id of 0', scene({ scene_id: 0 }, { action_name: 'QR_SCENE' }), 40053],
    ['a lasting scene id over 100,000', scene({ scene_id: 100_001 }, { action_name: 'QR_LIMIT_SCENE' }), 40053],
    ['a life over 30 days', scene({ scene_str: 'x' }, { expire_seconds: 2_592_001 }), 40053],
  ])('are refused with %s', async (_what, body, errcode) => {
    expect(await create(body)).toMatchObject({ errcode })
  })

  it('take a scene of 64 characters for 30 days', async () => {
    const body = scene({ scene_str: 'x'.repeat(64) }, { expire_seconds: 2_592_000 })
    expect(await create(body)).toMatchObject({ expire_seconds: 2_592_000 })
  })
})

describe('access tokens of the simulated WeChat', () => {
  it('of the mini program are no good for the official account', async () => {
    const other = await tokenOf(platforms, MINI_PROGRAM)
    expect(await create(scene({ scene_str: 'x' }), other)).toMatchObject({ errcode: 40001 })
    expect(await create(scene({ scene_str: 'x' }), '')).toMatchObject({ errcode: 41001 })
  })

  it('are not given for the secret of the other app', async () => {
    const { appId } = OFFICIAL_ACCOUNT
    expect(await tokenOf(platforms, { appId, appSecret: MINI_PROGRAM.appSecret })).toBeUndefined()
  })
})

describe('sessions of the simulated mini program', () => {
  const { appId, appSecret } = MINI_PROGRAM
  const login = async (person: string) => (await platforms.act<{ code: string }>('wechat/login-codes', { person })).code
  const session = async (changes: Record<string, string>) => {
    const query = { appid: appId, secret: appSecret, grant_type: 'authorization_code', ...changes }
    return (await platforms.ask('GET', `/wechat/sns/jscode2session?${new URLSearchParams(query)}`)).json() as object
  }

  it('name a person the same every time, and another one otherwise', async () => {
    const mine = await session({ js_code: await login('13800138401') })
    expect(mine).toEqual({
      openid: expect.stringMatching(/^o[A-Za-z0-9]{27}$/),
      unionid: expect.stringMatching(/^o[A-Za-z0-9]{27}$/),
      session_key: expect.any(String),
    })
    const { openid, unionid } = mine as { openid: string; unionid: string }
    expect(await session({ js_code: await login('13800138401') })).toMatchObject({ openid, unionid })
    expect(await session({ js_code: await login('13800138402') })).not.toMatchObject({ openid })
    const { people } = (await platforms.ask('GET', '/_sim/people')).json() as {
      people: { phone: string; openids: Record<string, string>; unionid: string }[]
    }
    const me = people.find(({ phone }) => phone === '13800138401')
    expect(me).toMatchObject({ openids: { [appId]: openid }, unionid })
    expect(me?.openids[OFFICIAL_ACCOUNT.appId]).not.toBe(openid)
  })

  it('are made by a code once, within 5 minutes', async () => {
    const code = await login('13800138403')
    expect(await session({ js_code: code })).toHaveProperty('openid')
    expect(await session({ js_code: code })).toMatchObject({ errcode: 40163 })
    const late = await login('13800138403')
    clock += 300_000
    expect(await session({ js_code: late })).toMatchObject({ errcode: 40029 })
  })

  it.each([
    ['an unknown code', { js_code: 'x' }, 40029],
    ['another app', { appid: 'wx_other' }, 40013],
    ['a wrong secret', { secret: 'x' }, 40125],
    ['an official account', { appid: OFFICIAL_ACCOUNT.appId, secret: OFFICIAL_ACCOUNT.appSecret }, 48001],
    ['another grant', { grant_type: 'x' }, 40002],
  ])('are refused to %s', async (_what, changes, errcode) => {
    expect(await session(changes)).toMatchObject({ errcode })
  })
})
