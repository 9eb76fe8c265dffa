import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TENCENT_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import { perMinute } from '../../infra/local/simulators/ads/perMinute.ts'
import { md5Hex, sha256Hex } from '../../shared/platforms/digest.ts'
import type { OauthGrant } from '../../shared/platforms/oauthGrant.ts'
import { askForTencentToken, tencentTokenIn } from '../../shared/platforms/tencentAdsToken.ts'
import { type Ads, AT, clickIdIn, DAY, KNOWN_PHONE, made, startAds } from './simulatedAds.ts'

const { accessToken, accountId, userActionSetId } = TENCENT_ADS

let ads: Ads
let clickId: string
beforeAll(async () => {
  ads = await startAds()
})
beforeEach(async () => {
  clickId = clickIdIn((await ads.click('tencent_ads')).landing)
})

const action = (more: object = {}) => ({
  outer_action_id: 'cv_1',
  action_time: 1_700_000_000,
  action_type: 'REGISTER',
  url: 'https://h5.example.com/loan',
  trace: { click_id: clickId },
  ...more,
})

const body = (...actions: object[]) => ({ account_id: Number(accountId), user_action_set_id: userActionSetId, actions })

const report = async (sent: unknown, caller: Record<string, string> = {}) => {
  const query = new URLSearchParams({ access_token: accessToken, ...ads.stamp(), ...caller })
  const reply = await ads.send('POST', `/tencent_ads/v3.0/user_actions/add?${query}`, { body: sent })
  expect(reply.status).toBe(200)
  return reply.json() as { code: number; message: string }
}

/** The address that the monitor of a fresh click was told, at the simulator. */
const callbackOfClick = async (): Promise<URL> => {
  ads.heard()
  await ads.click('tencent_ads', { key: 'k' })
  const address = new URL(ads.heard()[0]?.query.get('callback') ?? '')
  return new URL(address.pathname + address.search, 'http://simulator')
}

const callBack = async ({ pathname, search }: URL, sent: unknown, caller: Record<string, string> = {}) => {
  const headers = { 'access-token': accessToken, ...ads.stamp(), ...caller }
  const reply = await ads.send('POST', `/tencent_ads${pathname}${search}`, { body: sent, headers })
  return reply.json() as { code: number }
}

describe('conversions by click id at the simulated Tencent Ads', () => {
  it('are accepted with the documented answer and kept with all their fields', async () => {
    const sent = action({ outer_action_id: 'kept', user_id: { sha256_phone: sha256Hex(KNOWN_PHONE) } })
    expect(await report(body(sent))).toEqual({ code: 0, message: '', message_cn: '' })
    expect((await ads.conversions('tencent_ads'))[0]).toEqual({
      key: `${userActionSetId}/kept/REGISTER`,
      action: 'REGISTER',
      firstAt: AT,
      lastAt: AT,
      offered: 1,
      counted: 1,
      attributedTo: 'click',
      fields: sent,
    })
  })

  it('count once, however often the same id and type are sent, and answer as if nothing had been', async () => {
    for (let times = 0; times < 3; times++)
      expect(await report(body(action({ outer_action_id: 'again' })))).toMatchObject({ code: 0 })
    expect(await report(body(action({ outer_action_id: 'again', action_type: 'CREDIT' })))).toMatchObject({ code: 0 })
    const [credit, register] = await ads.conversions('tencent_ads')
    expect(register).toMatchObject({ action: 'REGISTER', offered: 3, counted: 1 })
    expect(credit).toMatchObject({ action: 'CREDIT', offered: 1, counted: 1 })
  })

  it('count twice without an id', async () => {
    const { outer_action_id: _, ...nameless } = action()
    await report(body(nameless, nameless))
    expect((await ads.conversions('tencent_ads')).slice(0, 2).map(({ counted }) => counted)).toEqual([1, 1])
  })

  it.each([
    ['hash_phone', md5Hex(KNOWN_PHONE), 'phone'],
    ['sha256_phone', sha256Hex(KNOWN_PHONE), 'phone'],
    ['sha256_phone of another form', sha256Hex(`86${KNOWN_PHONE}`), 'nothing'],
  ])('find a person by %s', async (field, digest, attributed) => {
    const [name = ''] = field.split(' ')
    const person = { outer_action_id: `by_${attributed}_${name}`, trace: undefined, user_id: { [name]: digest } }
    await report(body(action(person)))
    expect((await ads.conversions('tencent_ads'))[0]).toMatchObject({ attributedTo: attributed })
  })

  it('of a click of more than 30 days ago are accepted without effect', async () => {
    const old = action({ outer_action_id: 'old' })
    ads.pass(30 * DAY + 1000)
    expect(await report(body(old))).toMatchObject({ code: 0 })
    expect((await ads.conversions('tencent_ads'))[0]).toMatchObject({ counted: 0, withoutEffect: 'click_too_old' })
    ads.pass(-30 * DAY - 1000)
  })

  it.each([
    ['no token', { access_token: '' }, 11005],
    ['another token', { access_token: 'x' }, 11002],
    ['no time', { timestamp: '' }, 12000],
    ['no nonce', { nonce: '' }, 12000],
    ['a nonce of 33 characters', { nonce: 'n'.repeat(33) }, 34109],
    ['a clock 301 seconds behind', { timestamp: '1699999699' }, 12101],
    ['a clock 301 seconds ahead', { timestamp: '1700000301' }, 12101],
  ])('are refused from whoever has %s', async (_what, caller, code) => {
    expect(await report(body(action()), caller)).toMatchObject({ code })
  })

  it('are refused when a nonce comes again', async () => {
    expect(await report(body(action()), { nonce: 'once' })).toMatchObject({ code: 0 })
    expect(await report(body(action()), { nonce: 'once' })).toMatchObject({ code: 12100 })
  })

  it.each([
    ['a phone in the clear', { user_id: { sha256_phone: KNOWN_PHONE } }, 34109],
    ['a digest of the wrong kind', { user_id: { hash_phone: sha256Hex(KNOWN_PHONE) } }, 34109],
    ['an id with dashes', { outer_action_id: 'a-b' }, 34109],
    ['the id of the older version', { external_action_id: 'a' }, 34109],
    ['a type that there is not', { action_type: 'LOAN' }, 34109],
    ['a custom action without a name', { action_type: 'CUSTOM' }, 18001],
    ['no type', { action_type: undefined }, 18001],
    ['milliseconds', { action_time: 1_700_000_000_000 }, 34109],
    ['no page', { url: undefined }, 18001],
    ['neither click nor person', { trace: undefined }, 18001],
    ['a click id of 65 characters', { trace: { click_id: 'x'.repeat(65) } }, 34109],
    ['an openid without its app', { user_id: { wechat_openid: 'o1' } }, 18001],
    ['a credit amount without a level', { action_type: 'CREDIT', action_param: { credit_amount: 100 } }, 18001],
    ['a level of 4', { action_type: 'CREDIT', action_param: { credit_level: 4 } }, 34109],
    ['half a yuan', { action_type: 'WITHDRAW_DEPOSITS', action_param: { withdraw_deposits_amount: 0.5 } }, 34109],
  ])('are refused with %s, and good ones beside them too', async (_what, more, code) => {
    const before = (await ads.conversions('tencent_ads')).length
    expect(await report(body(action({ outer_action_id: 'beside' }), action(more)))).toMatchObject({ code })
    expect(await ads.conversions('tencent_ads')).toHaveLength(before)
  })

  it('may name a person of WeChat in place of a page', async () => {
    const user_id = { wechat_openid: 'o1', wechat_app_id: 'wx1' }
    expect(await report(body(action({ url: undefined, user_id })))).toMatchObject({ code: 0 })
  })

  it('never repeat in a refusal what was sent', async () => {
    const { message } = await report(body(action({ user_id: { sha256_phone: KNOWN_PHONE } })))
    expect(message).toContain('actions.0.user_id.sha256_phone')
    expect(message).not.toContain(KNOWN_PHONE)
  })

  it.each([
    ['51 actions', () => body(...Array.from({ length: 51 }, () => action())), 64022],
    ['no action', () => body(), 34109],
    ['more than 50 KB', () => body(action({ ext_info: { user_agent: 'x'.repeat(51_200) } })), 34109],
    ['another account', () => ({ ...body(action()), account_id: 1 }), 20004],
    ['another data source', () => ({ ...body(action()), user_action_set_id: 1 }), 20003],
  ])('are refused together with %s', async (_what, sent, code) => {
    expect(await report(sent())).toMatchObject({ code })
  })

  it('are refused when they are no JSON', async () => {
    const query = new URLSearchParams({ access_token: accessToken, ...ads.stamp() })
    const reply = await ads.send('POST', `/tencent_ads/v3.0/user_actions/add?${query}`, { raw: '{' })
    expect(reply.json()).toMatchObject({ code: 12003 })
  })
})

describe('conversions by callback at the simulated Tencent Ads', () => {
  const actions = () => ({ actions: [{ ...action({ outer_action_id: 'cb' }), trace: undefined }] })

  it('are accepted at the address that the click monitor was told, its caller named in headers', async () => {
    expect(await callBack(await callbackOfClick(), actions())).toEqual({ code: 0, message: '', message_cn: '' })
    expect((await ads.conversions('tencent_ads'))[0]).toMatchObject({ attributedTo: 'click', counted: 1 })
    const older = await callbackOfClick()
    older.pathname = '/conv'
    expect(await callBack(older, actions())).toMatchObject({ code: 0 })
  })

  it.each([
    [
      'was decoded twice',
      (url: URL) => {
        url.search = decodeURIComponent(url.search)
      },
      20006,
    ],
    [
      'was not decoded',
      (url: URL) => url.searchParams.set('cb', encodeURIComponent(url.searchParams.get('cb') ?? '')),
      20006,
    ],
    ['is of no click', (url: URL) => url.searchParams.set('cb', 'xXx+AAAAAAAAAAAAAAAAAAA='), 20001],
    ['names another conversion', (url: URL) => url.searchParams.set('conv_id', '9'), 20002],
  ])('are refused when the callback %s', async (_what, change, code) => {
    const url = await callbackOfClick()
    change(url)
    expect(await callBack(url, actions())).toMatchObject({ code })
  })

  it('are refused with the fields of the other mode, and without the headers', async () => {
    const url = await callbackOfClick()
    expect(await callBack(url, body(action()))).toMatchObject({ code: 34109 })
    expect(await callBack(url, actions(), { 'access-token': '' })).toMatchObject({ code: 11005 })
  })
})

describe('the limit of calls in a minute', () => {
  it('is 4000 at Tencent, and new with the next minute', () => {
    let at = 0
    const isAllowed = perMinute(() => new Date(at), 4000)
    const allowed = Array.from({ length: 4001 }, isAllowed)
    expect([allowed.filter(Boolean).length, allowed.at(-1)]).toEqual([4000, false])
    at = 60_000
    expect(isAllowed()).toBe(true)
  })
})

describe('access tokens of the simulated Tencent Ads', () => {
  const { oauthClientId, oauthClientSecret, oauthRefreshToken } = TENCENT_ADS

  /** What our request for a token is answered, with another grant where changed. */
  const asked = async ({ url }: Ads, changes: Partial<OauthGrant> = {}) => {
    const grant = { oauthClientId, oauthClientSecret, oauthRefreshToken, baseUrl: `${url}/tencent_ads` }
    return tencentTokenIn(await made(askForTencentToken({ ...grant, ...changes })))
  }

  it('are given by the grant and are good for a day', async () => {
    const own = await startAds()
    const given = await asked(own)
    expect(given).toEqual({ token: expect.stringMatching(/^[0-9a-f]{32}$/), seconds: 86_400 })
    const codeOf = async () => {
      const query = new URLSearchParams({ access_token: 'token' in given ? given.token : '', ...own.stamp() })
      const reply = await own.send('POST', `/tencent_ads/v3.0/user_actions/add?${query}`, { body: body(action()) })
      return (reply.json() as { code: number }).code
    }
    expect(await codeOf()).toBe(0)
    own.pass(DAY - 1000)
    expect(await codeOf()).toBe(0)
    own.pass(1000)
    expect(await codeOf()).toBe(11000)
  })

  it.each<[string, Partial<OauthGrant>, string]>([
    ['another app', { oauthClientId: '1' }, 'code_11007'],
    ['another secret', { oauthClientSecret: 'x' }, 'code_11007'],
    ['another refresh token', { oauthRefreshToken: 'x' }, 'code_11010'],
  ])('are not given to %s', async (_, changes, failed) => {
    expect(await asked(ads, changes)).toEqual({ failed, passing: false })
  })

  it.each([
    ['expired_token', 'code_11012', false],
    ['refuse_signature', 'code_11007', false],
    ['ok_with_failure', 'code_10000', true],
    ['5xx', 'http_503', true],
  ] as const)('are not given during %s', async (fault, failed, passing) => {
    await ads.breakNext('tencent_ads', fault)
    expect(await asked(ads)).toEqual({ failed, passing })
  })
})
