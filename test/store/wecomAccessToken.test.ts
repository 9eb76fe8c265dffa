import { beforeAll, describe, expect, it } from 'vitest'
import { CORP } from '../../infra/local/simulators/wecom/corp.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { providerTokenKey } from '../../shared/store/keys.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { wecomAccessToken } from '../../shared/wecom/accessToken.ts'
import { wecomContactWay } from '../../shared/wecom/contactWay.ts'
import { FAULTS, failureOf, type Outside, PATIENT_MS, startOutside } from '../harness/outside.ts'
import { testRing } from '../harness/ring.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'

describe.each(storeEngines)("WeCom's access token on $name", (engine) => {
  const store = useStore(engine)
  // Tokens end after the present: an engine deletes what ended before.
  let clock = Date.now()
  const now = () => new Date(clock)
  const secondsLater = (seconds: number) => {
    clock += seconds * 1000
  }

  let ring: KeyRing
  let outside: Outside
  beforeAll(async () => {
    ring = await testRing()
    outside = await startOutside(now)
  })

  const callerOf = (connectionId: string, changes: object = {}) => {
    const { corpId, secret } = CORP
    const corp = { corpId, secret, baseUrl: `${outside.url}/wecom`, timeoutMs: PATIENT_MS, ...changes }
    const place = { kind: 'wecom', connectionId }
    const deps = { place, tokens: providerTokenStore(store().table), ring: async () => ring, now }
    return { corp, accessToken: wecomAccessToken({ corp, ...deps }) }
  }

  const tokenOf = ({ accessToken }: ReturnType<typeof callerOf>) => accessToken.use(async (token) => token)
  const inviteBy = ({ corp, accessToken }: ReturnType<typeof callerOf>) =>
    wecomContactWay(corp, accessToken, ['li.hua']).invite('iv_scene')
  const asked = async () =>
    (await outside.requests('wecom')).filter(({ path }) => path === '/wecom/cgi-bin/gettoken').length

  it('is fetched once for 50 callers at once, and kept sealed', async () => {
    const before = await asked()
    const tokens = await Promise.all(Array.from({ length: 50 }, () => tokenOf(callerOf('first'))))
    const [token = '', ...others] = [...new Set(tokens)]
    expect(others).toEqual([])
    expect((await asked()) - before).toBe(1)
    expect(JSON.stringify(await store().table.get(providerTokenKey('wecom', 'first')))).not.toContain(token)
  })

  it('is used to its end: until then WeCom would give the same again', async () => {
    const token = await tokenOf(callerOf('used'))
    const before = await asked()
    secondsLater(7200 - 11)
    expect([await tokenOf(callerOf('used')), await asked()]).toEqual([token, before])
    secondsLater(11)
    expect(await tokenOf(callerOf('used'))).not.toBe(token)
  })

  it('is fetched once more when WeCom ended it, and the calls are made again', async () => {
    await tokenOf(callerOf('ended'))
    await outside.ask('DELETE', '/_sim/wecom/tokens')
    const before = await asked()
    const made = await Promise.all(Array.from({ length: 20 }, () => inviteBy(callerOf('ended'))))
    expect(new Set(made.map(({ configId }) => configId)).size).toBe(20)
    expect((await asked()) - before).toBe(1)
  })

  it('is not given for a wrong secret or another company', async () => {
    expect(await failureOf(tokenOf(callerOf('wrong', { secret: 'wrong' })))).toMatchObject({ code: '40001' })
    await tokenOf(callerOf('moved'))
    expect(await failureOf(tokenOf(callerOf('moved', { corpId: 'ww_other' })))).toMatchObject({ code: '40013' })
  })

  it.each(FAULTS)(
    'tells of WeCom with the fault $fault that it is $failure.kind',
    async ({ fault, timeoutMs, failure }) => {
      await outside.breakNext('wecom', fault)
      const error = await failureOf(tokenOf(callerOf(`broken-${fault}`, { timeoutMs })))
      expect(error).toMatchObject(failure)
      expect(`${error.message} ${error.stack}`).not.toContain(CORP.secret)
      expect(await tokenOf(callerOf(`broken-${fault}`))).toMatch(/^[\w-]{128}$/)
    },
  )
})
