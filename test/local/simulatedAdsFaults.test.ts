import { beforeAll, describe, expect, it } from 'vitest'
import { BAIDU, GOOGLE_ADS, META, OCEAN_ENGINE, TENCENT_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import type { FaultKind } from '../../infra/local/simulators/faults.ts'
import type { Received } from '../../infra/local/simulators/world.ts'
import type { Adapter, Batch, PlatformAnswer } from '../../shared/platforms/conversions/adapter.ts'
import { baiduUpload } from '../../shared/platforms/conversions/baidu.ts'
import { googleAds } from '../../shared/platforms/conversions/googleAds.ts'
import { kuaishou } from '../../shared/platforms/conversions/kuaishou.ts'
import { meta } from '../../shared/platforms/conversions/meta.ts'
import { oceanEngine } from '../../shared/platforms/conversions/oceanEngine.ts'
import { tencentAdsByClickId } from '../../shared/platforms/conversions/tencentAds.ts'
import { type Ads, clickIdIn, eventOf, googleToken, made, startAds } from './simulatedAds.ts'

let ads: Ads
let accessToken: string
beforeAll(async () => {
  ads = await startAds()
  accessToken = (await googleToken(ads)).access_token
})

let events = 0
const next = async (platform: string, name: string, action: string) => {
  const id = `cv_${String.fromCharCode(97 + (events++ % 26)).repeat(20)}`
  return eventOf(action, { [name]: clickIdIn((await ads.click(platform)).landing) }, { id })
}

type Reporting = { answer: PlatformAnswer; verdicts: { status: string; reason?: string }[] }

/** A report of two events (one, where a call takes no more) to a platform. */
const REPORTS: Record<string, () => Promise<Reporting>> = {
  tencent_ads: () => report(tencentAdsByClickId, TENCENT_ADS, ['tencent_ads', 'gdt_vid', 'REGISTER']),
  ocean_engine: () => report(oceanEngine, OCEAN_ENGINE, ['ocean_engine', 'clickid', 'form']),
  kuaishou: () => report(kuaishou, {}, ['kuaishou', 'callback', '9']),
  baidu: () => report(baiduUpload, BAIDU, ['baidu', 'bd_vid', '3']),
  meta: () => report(meta, META, ['meta', 'fbclid', 'Lead']),
  google_ads: () => report(googleAds, { ...GOOGLE_ADS, accessToken }, ['google_ads', 'gclid', 'Lead']),
}

type Way<Account> = Pick<Adapter<Account>, 'batch' | 'buildRequest' | 'readAnswer'>

const report = async <Account>(
  way: Way<Account & { baseUrl: string }>,
  account: Account,
  [platform, name, action]: [string, string, string],
): Promise<Reporting> => {
  const first = await next(platform, name, action)
  const batch: Batch = way.batch === 1 ? [first] : [first, await next(platform, name, action)]
  const attempt = { now: ads.now(), nonce: `fault${events}` }
  const answer = await made(way.buildRequest(batch, { ...account, baseUrl: `${ads.url}/${platform}` }, {}, attempt))
  return { answer, verdicts: way.readAnswer(answer, batch, {}) }
}

const broken = async (platform: string, fault: FaultKind): Promise<Reporting> => {
  await ads.breakNext(platform, fault)
  const reporting = REPORTS[platform]?.()
  if (!reporting) throw new Error('no such platform')
  return reporting
}

describe('a fault of a simulated ad platform', () => {
  it.each([
    ['tencent_ads', 'expired_token', 200, ['token_expired', 'token_expired']],
    ['tencent_ads', 'refuse_signature', 200, ['token_expired', 'token_expired']],
    ['tencent_ads', 'whole_batch', 200, ['whole_batch', 'whole_batch']],
    ['tencent_ads', 'ok_with_failure', 200, ['retry', 'retry']],
    ['ocean_engine', 'refuse_signature', 200, ['rejected']],
    ['ocean_engine', 'ok_with_failure', 200, ['rejected']],
    ['kuaishou', 'refuse_signature', 200, ['rejected']],
    ['kuaishou', 'ok_with_failure', 200, ['rejected']],
    ['baidu', 'expired_token', 200, ['retry', 'retry']],
    ['baidu', 'partial_failure', 200, ['accepted', 'retry']],
    ['baidu', 'whole_batch', 200, ['whole_batch', 'whole_batch']],
    ['baidu', 'ok_with_failure', 200, ['retry', 'retry']],
    ['meta', 'expired_token', 400, ['token_expired', 'token_expired']],
    ['meta', 'whole_batch', 400, ['whole_batch', 'whole_batch']],
    ['google_ads', 'expired_token', 401, ['token_expired', 'token_expired']],
    ['google_ads', 'whole_batch', 400, ['whole_batch', 'whole_batch']],
    ['google_ads', '429', 429, ['retry', 'retry']],
    ['google_ads', '5xx', 503, ['retry', 'retry']],
    ['meta', 'redirect', 307, ['retry', 'retry']],
    ['kuaishou', 'malformed', 200, ['retry']],
  ] as const)('of %s, %s, is answered with HTTP %i and read as %o, once', async (platform, fault, status, verdicts) => {
    const before = (await ads.conversions(platform)).length
    const reporting = await broken(platform, fault)
    expect([reporting.answer.status, reporting.verdicts.map((verdict) => verdict.status)]).toEqual([status, verdicts])
    const taken = verdicts.filter((verdict) => verdict === 'accepted').length
    expect(await ads.conversions(platform)).toHaveLength(before + taken)
    const after = await REPORTS[platform]?.()
    expect(after?.verdicts.every(({ status }) => status === 'accepted' || status === 'sent')).toBe(true)
  })

  it('can be that what Google took fails later', async () => {
    const { answer, verdicts } = await broken('google_ads', 'ok_with_failure')
    expect(verdicts.map(({ status }) => status)).toEqual(['sent', 'sent'])
    ads.pass(60_000)
    const { requestId } = JSON.parse(answer.body) as { requestId: string }
    const account = { ...GOOGLE_ADS, accessToken, baseUrl: `${ads.url}/google_ads` }
    const request = googleAds.later?.buildRequest(requestId, account)
    const became = request && googleAds.later?.readAnswer(await made(request))
    expect(became).toEqual({ status: 'retry', reason: 'code_INTERNAL_ERROR' })
    expect((await ads.conversions('google_ads'))[0]).toMatchObject({ counted: 0, withoutEffect: 'INTERNAL_ERROR' })
  })

  it('can cut the connection after all was taken', async () => {
    const before = (await ads.conversions('kuaishou')).length
    await expect(broken('kuaishou', 'drop_after_accept')).rejects.toThrow('fetch failed')
    expect(await ads.conversions('kuaishou')).toHaveLength(before + 1)
  })

  it('can lead elsewhere, where it is seen whether anybody follows', async () => {
    await ads.breakNext('partner', 'redirect')
    const reply = await ads.send('POST', '/partner/webhooks', { raw: '{}' })
    expect([reply.status, reply.headers.get('location')]).toEqual([307, '/partner/redirected'])
    await fetch(`${ads.url}/partner/redirected`)
    const { requests } = (await ads.send('GET', '/_sim/requests?provider=partner')).json() as { requests: Received[] }
    expect(requests.map(({ path }) => path)).toEqual(['/partner/redirected', '/partner/webhooks'])
  })

  it('can answer without end for whoever does not stop reading', async () => {
    await ads.breakNext('meta', 'huge_answer')
    const { body } = await fetch(`${ads.url}/meta/v23.0/1/events`, { method: 'POST', body: '{}' })
    let read = 0
    for await (const chunk of body ?? []) {
      read += chunk.length
      if (read > 8 * 1024 * 1024) break
    }
    expect(read).toBeGreaterThan(8 * 1024 * 1024)
    expect((await ads.send('GET', '/_sim/faults')).json()).toEqual({ faults: [] })
  })

  it.each([
    ['meta', 'partial_failure'],
    ['kuaishou', 'expired_token'],
    ['partner', 'whole_batch'],
    ['wechat', 'ok_with_failure'],
  ])('is none that the platform cannot have: %s, %s', async (provider, kind) => {
    expect((await ads.send('POST', '/_sim/faults', { body: { provider, kind } })).status).toBe(422)
  })
})
