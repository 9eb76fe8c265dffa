import { beforeAll, describe, expect, it } from 'vitest'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { providerTokenKey } from '../../shared/store/keys.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { wechatAccessToken } from '../../shared/wechat/accessToken.ts'
import { wechatPhoneNumber } from '../../shared/wechat/phoneNumber.ts'
import { FAULTS, failureOf, type Outside, PATIENT_MS, startOutside } from '../harness/outside.ts'
import { testRing } from '../harness/ring.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'

const KIND = 'wechat_mini_program'
const { appId } = MINI_PROGRAM

describe.each(storeEngines)("WeChat's access token and phone numbers on $name", (engine) => {
  const store = useStore(engine)
  // Tokens end after the present: an engine deletes what ended before.
  let clock = Date.now()
  const now = () => new Date(clock)
  const minutesLater = (minutes: number) => {
    clock += minutes * 60_000
  }

  let ring: KeyRing
  let outside: Outside
  beforeAll(async () => {
    ring = await testRing()
    outside = await startOutside(now)
  })

  const callerOf = (connectionId: string, changes: object = {}) => {
    const app = { ...MINI_PROGRAM, baseUrl: `${outside.url}/wechat`, timeoutMs: PATIENT_MS, ...changes }
    const place = { kind: KIND, connectionId }
    const tokens = providerTokenStore(store().table)
    const accessToken = wechatAccessToken({ app, place, tokens, ring: async () => ring, now })
    return { accessToken, phones: wechatPhoneNumber(app, accessToken) }
  }

  const tokenOf = (caller: ReturnType<typeof callerOf>) => caller.accessToken.use(async (token) => token)

  const renewals = async () =>
    (await outside.requests('wechat')).filter(({ path }) => path === '/wechat/cgi-bin/stable_token')

  it('is fetched once for 50 callers at once, and kept sealed', async () => {
    const before = (await renewals()).length
    const callers = Array.from({ length: 50 }, () => tokenOf(callerOf('first')))
    const [token = '', ...others] = [...new Set(await Promise.all(callers))]
    expect(others).toEqual([])
    expect((await renewals()).length - before).toBe(1)
    const item = await store().table.get(providerTokenKey(KIND, 'first'))
    expect(JSON.stringify(item)).not.toContain(token)
  })

  it('is renewed early by one of 50 callers, while the others use the old one', async () => {
    const old = await tokenOf(callerOf('early'))
    const before = (await renewals()).length
    minutesLater(117)
    const seen = await Promise.all(Array.from({ length: 50 }, () => tokenOf(callerOf('early'))))
    expect((await renewals()).length - before).toBe(1)
    const fresh = await tokenOf(callerOf('early'))
    expect(fresh).not.toBe(old)
    expect(new Set(seen).size).toBeLessThanOrEqual(2)
    expect([...new Set(seen)].filter((token) => token !== old)).toEqual([fresh])
  })

  it('is the old one while a renewal fails, and a failure once that has ended', async () => {
    const old = await tokenOf(callerOf('failing'))
    minutesLater(117)
    await outside.breakNext('wechat', '5xx', 2)
    expect(await tokenOf(callerOf('failing'))).toBe(old)
    minutesLater(4)
    expect(await failureOf(tokenOf(callerOf('failing')))).toMatchObject({ kind: 'unreachable', code: 'http_503' })
    expect(await tokenOf(callerOf('failing'))).not.toBe(old)
  })

  it('is renewed once when somebody else renewed it by force, and the calls are made again', async () => {
    const caller = callerOf('revoked')
    await tokenOf(caller)
    await outside.ask('DELETE', '/_sim/wechat/tokens')
    const before = (await renewals()).length
    const code = Array.from({ length: 20 }, (_, i) => outside.tap(`138001390${10 + i}`, { appId }))
    const read = await Promise.all((await Promise.all(code)).map((each) => callerOf('revoked').phones.read(each)))
    expect(read.map((reading) => reading.status === 'read' && reading.phone)).toEqual(
      Array.from({ length: 20 }, (_, i) => `138001390${10 + i}`),
    )
    expect((await renewals()).length - before).toBe(1)
  })

  it('is renewed by force when WeChat gives the token again that it refuses, and the call is made once more only', async () => {
    const caller = callerOf('refused')
    const old = await tokenOf(caller)
    await outside.breakNext('wechat', 'refuse_signature')
    const code = await outside.tap('13800139101', { appId })
    expect(await caller.phones.read(code)).toEqual({ status: 'read', phone: '13800139101' })
    const [forced, gentle] = await renewals()
    expect(JSON.parse(forced?.body ?? '')).toMatchObject({ force_refresh: true })
    expect(JSON.parse(gentle?.body ?? '')).toMatchObject({ force_refresh: false })
    expect(await tokenOf(caller)).not.toBe(old)
    let calls = 0
    const always = caller.accessToken.use(async () => {
      calls += 1
      throw new ProviderFailure({ provider: 'wechat', kind: 'refused', code: '42001' })
    })
    expect(await failureOf(always)).toMatchObject({ code: '42001' })
    expect(calls).toBe(2)
  })

  it('is taken over from a caller that died while it renewed', async () => {
    const tokens = providerTokenStore(store().table)
    const place = { kind: KIND, connectionId: 'abandoned' }
    expect(await tokens.lease(place, { holder: 'dead', now: clock, until: clock + 15_000 })).toBe(true)
    expect(await tokens.lease(place, { holder: 'next', now: clock, until: clock + 15_000 })).toBe(false)
    minutesLater(1)
    expect(await tokenOf(callerOf('abandoned'))).toMatch(/^[\w-]{128}$/)
    expect(await tokens.release(place, 'dead')).toBeUndefined()
    expect(await tokens.find(place)).toBeDefined()
  })

  it('is not renewed by a caller that saw an older one, nor set by one that lost its lease', async () => {
    const tokens = providerTokenStore(store().table)
    const place = { kind: KIND, connectionId: 'overtaken' }
    const token = { tokenId: 'new', account: appId, expiresAt: now().toISOString(), renewAt: now().toISOString() }
    const sealed = { ...token, wrappedKey: 'w', sealed: 's' }
    await tokens.lease(place, { holder: 'slow', now: clock, until: clock - 1 })
    await tokens.lease(place, { holder: 'quick', now: clock, until: clock + 15_000 })
    expect(await tokens.renew(place, 'quick', sealed)).toBe(true)
    expect(await tokens.renew(place, 'slow', { ...sealed, tokenId: 'late' })).toBe(false)
    const lease = { holder: 'third', now: clock, until: clock + 15_000 }
    expect(await tokens.lease(place, { ...lease, seen: 'old' })).toBe(false)
    expect(await tokens.lease(place, lease)).toBe(false)
    expect(await tokens.lease(place, { ...lease, seen: 'new' })).toBe(true)
    expect(await tokens.find(place)).toEqual(sealed)
  })

  it('is not that of an app that the connection was for before', async () => {
    await tokenOf(callerOf('moved'))
    expect(await failureOf(tokenOf(callerOf('moved', { appId: 'wx_other' })))).toMatchObject({ code: '40013' })
  })

  it('is not given for a wrong secret', async () => {
    const failure = await failureOf(tokenOf(callerOf('wrong', { appSecret: 'f'.repeat(32) })))
    expect(failure).toMatchObject({ kind: 'refused', code: '40125', retryable: false })
  })

  it('reads a phone once for a code, within five minutes of the tap', async () => {
    const { phones } = callerOf('phones')
    const code = await outside.tap('13800139201', { appId })
    expect(await phones.read(code)).toEqual({ status: 'read', phone: '13800139201' })
    expect(await phones.read(code)).toEqual({ status: 'bad_code' })
    const late = await outside.tap('13800139202', { appId })
    minutesLater(6)
    expect(await phones.read(late)).toEqual({ status: 'bad_code' })
    expect(await phones.read(await outside.tap('13800139203', { appId: 'wx_other' }))).toEqual({ status: 'bad_code' })
  })

  it('takes no phone of another country', async () => {
    const code = await outside.tap('13800139204', { appId, countryCode: '852' })
    expect(await callerOf('phones').phones.read(code)).toEqual({ status: 'not_mainland' })
  })

  it('takes no phone that WeChat says is for another app', async () => {
    const { accessToken } = callerOf('phones')
    const app = { ...MINI_PROGRAM, appId: 'wx_other', baseUrl: `${outside.url}/wechat` }
    const reading = wechatPhoneNumber(app, accessToken).read(await outside.tap('13800139205', { appId }))
    expect(await failureOf(reading)).toMatchObject({ kind: 'malformed', code: 'watermark' })
  })

  it.each(FAULTS)(
    'tells of WeChat with the fault $fault that it is $failure.kind',
    async ({ fault, timeoutMs, failure }) => {
      await tokenOf(callerOf('phones'))
      const code = await outside.tap('13800139206', { appId })
      await outside.breakNext('wechat', fault)
      expect(await failureOf(callerOf('phones', { timeoutMs }).phones.read(code))).toMatchObject(failure)
    },
  )
})
