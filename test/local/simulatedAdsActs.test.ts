import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BAIDU, GOOGLE_ADS, META, OCEAN_ENGINE, TENCENT_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import type { Told } from '../../infra/local/simulators/ads/adPlatform.ts'
import { clickedAt } from '../../infra/local/simulators/ads/clickIds.ts'
import { type ClickPlatform, pageIdOf } from '../../shared/domain/click.ts'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import { googleAdsLeads } from '../../shared/platforms/leads/googleAds.ts'
import type { Push } from '../../shared/platforms/leads/leadReader.ts'
import { metaChallenge, metaLeads } from '../../shared/platforms/leads/meta.ts'
import { oceanEngineLeads } from '../../shared/platforms/leads/oceanEngine.ts'
import { tencentAdsLeads } from '../../shared/platforms/leads/tencentAds.ts'
import type { Heard } from './callbackReceiver.ts'
import { type Ads, AT, clickIdIn, startAds } from './simulatedAds.ts'

let ads: Ads
beforeAll(async () => {
  ads = await startAds()
})
beforeEach(() => void ads.heard())

const onlyHeard = (): Heard => {
  const [heard, ...others] = ads.heard()
  if (!heard || others.length > 0) throw new Error('one request was expected')
  return heard
}

describe('a click of a simulated ad', () => {
  it.each([
    ['tencent_ads', 'gdt_vid', { account: TENCENT_ADS.accountId, placement: 'SITE_SET_MOMENTS' }],
    ['ocean_engine', 'clickid', { account: OCEAN_ENGINE.advertiserId }],
    ['kuaishou', 'callback', { account: '9000001' }],
    ['baidu', 'bd_vid', { account: BAIDU.userId }],
    ['generic', 'click_id', { account: '80000001' }],
  ] as const)(
    'of %s is told to the click monitor, which reads all of it',
    async (platform: ClickPlatform, name, more) => {
      const { landing, attempts } = await ads.click(platform, { key: 'secret' })
      expect(attempts).toMatchObject([{ status: 200 }])
      const { method, path, query, rawQuery } = onlyHeard()
      expect([method, path]).toEqual(['GET', `/v1/in/${platform}/clicks/spring/secret`])
      const click = CLICK_READERS[platform].readClick(query)
      expect(click).toMatchObject({ platform, at: AT, ad: expect.any(String), creative: expect.any(String), ...more })
      expect(click.clickId && clickedAt(click.clickId)?.toISOString()).toBe(AT)
      expect(click.callback === undefined).toBe(platform === 'generic')
      expect(rawQuery).not.toContain('__')
      const page = new URL(landing)
      expect(page.origin + page.pathname).toBe(`${ads.api}/demo/spring`)
      expect([...page.searchParams.keys()]).toEqual([name])
      expect(pageIdOf(click)).toBe(clickIdIn(landing))
    },
  )

  it('of Tencent is given a callback that is encoded once', async () => {
    await ads.click('tencent_ads', { key: 'secret' })
    const raw = /callback=([^&]+)/.exec(onlyHeard().rawQuery)?.[1] ?? ''
    expect(raw).toMatch(
      /^https%3A%2F%2Fapi\.e\.qq\.com%2Fv3\.0%2Fuser_actions%2Fadd%3Fcb%3DxXx%252B[\w-]+%253D%26conv_id%3D10001$/,
    )
  })

  it('of Baidu carries the key that it adds', async () => {
    await ads.click('baidu', { key: 'secret' })
    expect(onlyHeard().query.get('akey')).toBe(BAIDU.akey)
  })

  it.each([
    ['tencent_ads', 'qz_gdt'],
    ['google_ads', 'gclid'],
    ['google_ads', 'gbraid'],
    ['google_ads', 'wbraid'],
    ['meta', 'fbclid'],
  ])('of %s can give the page %s, which is fresh', async (platform, clickId) => {
    const landings = [await ads.click(platform, { clickId }), await ads.click(platform, { clickId })]
    const ids = landings.map(({ landing }) => new URL(landing).searchParams.get(clickId))
    expect(new Set(ids).size).toBe(2)
    expect(ids).not.toContain(null)
    expect(ads.heard()).toEqual([])
  })

  it('is told as often as asked, and again while it is not taken', async () => {
    ads.plan({ status: 503 }, 'cut')
    const { attempts } = await ads.click('tencent_ads', { key: 'secret', times: 2 })
    expect(attempts.map(({ status, failure }) => status ?? failure)).toEqual([503, 'disconnected', 200, 200])
    expect(new Set(ads.heard().map(({ rawQuery }) => rawQuery)).size).toBe(1)
  })

  it('leaves a macro that the platform does not know as it is written, and what it has no value for empty', async () => {
    const link = 'id=__CLICK_ID__&os=__OS_VERSION__&agency=__AGENCY_ID__&channel=ams'
    await ads.click('tencent_ads', { key: 'secret', link })
    const { id, ...others } = Object.fromEntries(onlyHeard().query)
    expect(clickedAt(id ?? '')).toBeDefined()
    expect(others).toEqual({ os: '__OS_VERSION__', agency: '', channel: 'ams' })
  })

  it('of Kuaishou is not told by a link with a macro that it does not know', async () => {
    const body = { platform: 'kuaishou', campaignId: 'spring', key: 'secret', link: 'os=__OS__' }
    const reply = await ads.send('POST', '/_sim/ads/click', { body })
    expect([reply.status, reply.json()]).toEqual([409, { error: 'The platform takes no link with __OS__.' }])
  })

  it('names the person who clicked on the page', async () => {
    await ads.click('meta', { person: '13900139001' })
    expect(await (await fetch(`${ads.url}/_sim`)).text()).toContain('陈晓 点击 spring')
  })

  it.each([
    [{ platform: 'partner', campaignId: 'spring' }, 422],
    [{ platform: 'meta', campaignId: 'UPPER CASE' }, 422],
    [{ platform: 'meta', campaignId: 'spring', clickId: 'gclid' }, 409],
  ])('is refused for %o', async (body, status) => {
    expect((await ads.send('POST', '/_sim/ads/click', { body })).status).toBe(status)
  })
})

describe('a lead of a form of a simulated platform', () => {
  const push = async (platform: string, more: object = {}): Promise<Push> => {
    const lead = { platform, campaignId: 'spring', key: 'secret', phone: '13800138000', name: '张三', ...more }
    const { attempts } = await ads.act<Told>('ads/lead', lead)
    expect(attempts).toHaveLength(1)
    const { method, path, body, headers } = onlyHeard()
    expect([method, path]).toEqual(['POST', `/v1/in/${platform}/leads/spring/secret`])
    return { body, headers, now: ads.now() }
  }
  const person = { leads: [{ phone: '13800138000', name: '张三', platformLeadId: expect.any(String) }] }

  it('of Tencent is signed for leads.qq.com', async () => {
    const pushed = await push('tencent_ads')
    const account = { ...TENCENT_ADS.leads, requireSignature: true }
    expect(tencentAdsLeads.readPush(pushed, account)).toMatchObject(person)
    expect(tencentAdsLeads.readPush({ ...pushed, now: new Date(0) }, account)).toEqual({ refused: 'signature' })
  })

  it('of Ocean Engine is signed for Feiyu', async () => {
    const pushed = await push('ocean_engine')
    expect(oceanEngineLeads.readPush(pushed, OCEAN_ENGINE.leads)).toMatchObject(person)
    expect(oceanEngineLeads.readPush(pushed, { key: 'x', token: 'feiyu-token' })).toEqual({ refused: 'signature' })
  })

  it('of Meta is an id only, signed with the app secret', async () => {
    const pushed = await push('meta')
    expect(pushed.body).not.toContain('13800138000')
    expect(metaLeads.readPush(pushed, META)).toMatchObject({
      leads: [{ platformLeadId: expect.stringMatching(/^\d{15}$/) }],
    })
    expect(metaLeads.readPush(pushed, { ...META, appSecret: 'x' })).toEqual({ refused: 'signature' })
  })

  it.each([[false], [true]])('of Google has the key in its body, and says whether it is a test: %s', async (test) => {
    const pushed = await push('google_ads', { test })
    expect(googleAdsLeads.readPush(pushed, GOOGLE_ADS)).toMatchObject({ leads: [{ ...person.leads[0], isTest: test }] })
  })

  it('comes again as the same lead, and until it is taken', async () => {
    ads.plan({ status: 503 })
    const lead = { platform: 'google_ads', campaignId: 'spring', key: 'secret', phone: 'not a phone', times: 2 }
    const { attempts } = await ads.act<Told>('ads/lead', lead)
    expect(attempts.map(({ status }) => status)).toEqual([503, 200, 200])
    expect(new Set(ads.heard().map(({ body }) => body)).size).toBe(1)
  })

  it.each([
    [{ platform: 'meta', test: true }, 409],
    [{ platform: 'kuaishou' }, 422],
    [{ platform: 'meta', phone: '' }, 422],
  ])('is refused for %o', async (more, status) => {
    const body = { campaignId: 'spring', key: 'secret', phone: '13800138000', ...more }
    expect((await ads.send('POST', '/_sim/ads/lead', { body })).status).toBe(status)
  })

  it('of Meta comes to an address that Meta can check', async () => {
    ads.answerWith(({ query }) => ({ text: metaChallenge(query, META) ?? 'no' }))
    const check = (): Promise<{ isRight: boolean }> =>
      ads.act('meta/verification', { campaignId: 'spring', key: 'secret' })
    expect(await check()).toMatchObject({ isRight: true })
    expect(onlyHeard().path).toBe('/v1/in/meta/leads/spring/secret')
    ads.answerWith(() => ({ text: 'no' }))
    expect(await check()).toMatchObject({ isRight: false })
  })
})

describe('the page of the simulated platforms', () => {
  it('makes them act by forms, and shows what counted twice', async () => {
    ads.answerWith(() => undefined)
    const fields = { platform: 'ocean_engine', campaignId: 'spring', key: 'secret' }
    expect((await ads.form('/_sim/ads/click', fields)).headers.get('location')).toBe('/_sim')
    expect((await ads.form('/_sim/ads/lead', { ...fields, phone: '13800138000' })).status).toBe(303)
    const [, click] = await ads.deliveries('ocean_engine')
    const callback = clickIdIn(click?.landing ?? '')
    const raw = JSON.stringify({ event_type: 'form', context: { ad: { callback } }, timestamp: Date.parse(AT) })
    for (let times = 0; times < 2; times++) await ads.send('POST', '/ocean_engine/api/v2/conversion', { raw })
    const page = await (await fetch(`${ads.url}/_sim`)).text()
    for (const text of ['腾讯广告', '合作方', `clickid=${callback}`, '<strong>计入 2 次</strong>', '线索 spring'])
      expect(page).toContain(text)
    expect(page).not.toContain(OCEAN_ENGINE.token)
  })
})
