import { beforeAll, describe, expect, it } from 'vitest'
import { createClicksApp } from '../../functions/clicks/app.ts'
import { CampaignSettings } from '../../shared/domain/campaign.ts'
import { type ClickPlatform, pageIdOf } from '../../shared/domain/click.ts'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import { inboundKeyOf } from '../../shared/security/inboundKey.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { replaced, startAds } from '../harness/adClicks.ts'
import { send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { testRing } from '../harness/ring.ts'
import { campaignSettings } from '../harness/samples.ts'
import { tableOn } from '../harness/tables.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let ads: ReturnType<typeof startAds>
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
})

const PLATFORMS = Object.keys(CLICK_READERS) as ClickPlatform[]

const TENCENT_CALLBACK = 'https://api.e.qq.com/conv?cb=xXx%2BxXx%3D&conv_id=123'

/** What each platform puts in place of its macros for the n-th click; none of its ids fits a number. */
const VALUES: Record<ClickPlatform, (n: number) => Record<string, string>> = {
  tencent_ads: (n) => ({
    click_id: `ck${n}`,
    account_id: '9007199254740993',
    adgroup_id: '22',
    dynamic_creative_id: '33',
    request_id: `rq${n}`,
    callback: TENCENT_CALLBACK,
  }),
  ocean_engine: (n) => ({
    request_id: `rq${n}`,
    track_id: `tr${n}`,
    advertiser_id: '9007199254740993',
    promotion_id: '22',
    video_id: '33',
    callback: `token-${n}`,
  }),
  kuaishou: (n) => ({
    request_id: `ll${n}`,
    account_id: '9007199254740993',
    unit_id: '22',
    creative_id: '33',
    callback: `token-${n}`,
  }),
  baidu: (n) => ({ click_id: `ck${n}`, bd_vid: `bd${n}`, user_id: '9007199254740993', unit_id: '22', idea_id: '33' }),
  generic: (n) => ({ click_id: `ck${n}`, account: '9007199254740993', ad: '22', creative: '33' }),
}

const keptOf = async (campaignId: string, platform: ClickPlatform, values: Record<string, string>) => {
  const clicks = clickStore(await tableOn(host.dynamodb, 'tuoke'))
  const id = pageIdOf(CLICK_READERS[platform].readClick(new URLSearchParams(values)))
  return clicks.find(campaignId, platform, id ?? '')
}

describe('a click that a platform tells of', () => {
  it.each(PLATFORMS)(
    'by the link of %s is kept, counted where the ad is, and answered as the platform wants',
    async (platform) => {
      const campaignId = await ads.newCampaign()
      const values = VALUES[platform](1)
      const reply = await ads.click(campaignId, platform, values)
      const { answer } = CLICK_READERS[platform]
      expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([
        200,
        answer.body,
        'application/json',
      ])
      const kept = await keptOf(campaignId, platform, values)
      const dimensions = { platform, account: '9007199254740993', ad: '22', creative: '33', partner: '-' }
      expect(kept).toMatchObject({ campaignId, platform, mode: 'live', dimensions, account: '9007199254740993' })
      expect(await ads.counted(campaignId)).toEqual({ clicked: 1 })
    },
  )

  it.each(PLATFORMS)('twenty times by %s, at once and later, is one click', async (platform) => {
    const campaignId = await ads.newCampaign()
    const tell = () => ads.click(campaignId, platform, VALUES[platform](1))
    const replies = await Promise.all(Array.from({ length: 19 }, tell))
    expect(new Set([...replies, await tell()].map(({ status }) => status))).toEqual(new Set([200]))
    await ads.click(campaignId, platform, VALUES[platform](2))
    expect(await ads.counted(campaignId)).toEqual({ clicked: 2 })
  })

  it('of one impression that was clicked three times is three clicks, each once', async () => {
    const campaignId = await ads.newCampaign()
    for (const click_id of ['a', 'b', 'c', 'b', 'a', 'c'])
      await ads.click(campaignId, 'tencent_ads', { click_id, request_id: 'same' })
    await ads.visit(campaignId, 'visit-0001', 'gdt_vid=same')
    expect(await ads.counted(campaignId)).toEqual({ clicked: 3, visited: 1 })
  })

  it('keeps what a conversion is told back with, and expires after the window', async () => {
    const campaignId = await ads.newCampaign({ attribution: { clickWindowDays: 7, viewWindowHours: 0 } })
    const values = VALUES.tencent_ads(1)
    await ads.click(campaignId, 'tencent_ads', values)
    expect(await keptOf(campaignId, 'tencent_ads', values)).toMatchObject({
      clickId: 'ck1',
      callback: TENCENT_CALLBACK,
    })
    const table = await tableOn(host.dynamodb, 'tuoke')
    const item = await table.get({ pk: `CLICK#${campaignId}#tencent_ads#rq1`, sk: 'CLICK' })
    expect(Number(item?.ttl) / 86_400 - Date.now() / 86_400_000).toBeCloseTo(37, 1)
  })

  it.each([
    'https://evil.example/conv?cb=1',
    'https://api.e.qq.com.evil.example/conv',
    'http://169.254.169.254/latest/meta-data',
    'javascript:alert(1)',
  ])('with the callback %s keeps none of it: nothing there is ever called', async (callback) => {
    const campaignId = await ads.newCampaign()
    const values = { ...VALUES.tencent_ads(1), callback }
    expect((await ads.click(campaignId, 'tencent_ads', values)).status).toBe(200)
    expect(await keptOf(campaignId, 'tencent_ads', values)).not.toHaveProperty('callback')
  })

  it.each([
    ['no macro replaced', {}],
    ['an id of 10 KB', { click_id: 'x'.repeat(10_240) }],
    ['values that are no text', { click_id: '\u0000', request_id: '用户 1', click_time: '-1' }],
  ])('with %s is taken and counted', async (_, values) => {
    const campaignId = await ads.newCampaign()
    expect((await ads.click(campaignId, 'tencent_ads', values)).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({ clicked: 1 })
  })

  it.each(['draft', 'paused', 'closed'] as const)('of a %s campaign is taken and not counted', async (status) => {
    const campaignId = await ads.newCampaign({ status })
    expect((await ads.click(campaignId, 'generic', VALUES.generic(1))).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({})
  })

  it('is not lost when the table refuses for a while: the sender is told to come again', async () => {
    const campaignId = await ads.newCampaign()
    const link = replaced(await ads.monitorOf(campaignId, 'generic'), VALUES.generic(1))
    host.engine.fail('PutItem', { kind: 'refuse', error: 'ThrottlingException' }, { times: 100, holding: 'CLICK#' })
    const refused = await send(host.url, 'GET', link).finally(() => host.engine.heal())
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await send(host.url, 'GET', link)).status).toBe(200)
    host.engine.fail('PutItem', { kind: 'drop' }, { holding: 'CLICK#' })
    expect((await ads.click(campaignId, 'generic', VALUES.generic(2))).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({ clicked: 2 })
  })

  it('is one write of one unit and no read, once the campaign is known', async () => {
    const campaignId = await ads.newCampaign()
    for (const platform of PLATFORMS) {
      const link = replaced(await ads.monitorOf(campaignId, platform), VALUES[platform](1))
      const { seen } = await host.engine.watch(() => send(host.url, 'GET', link))
      const own = seen.filter(({ body }) => body.includes('CLICK#') && !body.includes('EVENT#'))
      expect(own.map(({ operation, units }) => [operation, units])).toEqual([['PutItem', 1]])
    }
  })
})

describe('an address that is not quite right', () => {
  it('is nowhere, whichever part of it is wrong', async () => {
    const [one, other] = [await ads.newCampaign(), await ads.newCampaign()]
    const link = (await ads.monitorOf(one, 'baidu')).split('?')[0] ?? ''
    const key = link.split('/').at(-1) ?? ''
    const wrong = [
      link.slice(0, -1),
      `${link}a`,
      link.replace('baidu', 'kuaishou'),
      link.replace('baidu', 'nobody'),
      link.replace(one, other),
      link.replace(one, 'no-such-campaign'),
      link.replace(one, 'NO_CAMPAIGN'),
      link.replace(key, 'a'.repeat(26)),
      link.replace(key, 'x'.repeat(200)),
    ]
    const replies = await Promise.all(wrong.map((path) => send(host.url, 'GET', `${path}?click_id=1`)))
    const documents = replies.map((reply) => ({ ...reply.problem(), requestId: '' }))
    expect(new Set(documents.map((document) => JSON.stringify(document))).size).toBe(1)
    expect(documents[0]).toMatchObject({ status: 404, code: 'route_not_found' })
    expect(await ads.counted(one)).toEqual({})
  })
})

describe('a click without an id', () => {
  it('is told from others by what its link says and the second in which it came', async () => {
    const [table, ring] = [await tableOn(host.dynamodb, 'tuoke'), await testRing()]
    const at = new Date('2026-11-27T08:00:00.000Z')
    const settings = CampaignSettings.parse(campaignSettings())
    const campaign = {
      campaignId: 'no-ids',
      version: 1,
      createdAt: at.toISOString(),
      updatedAt: at.toISOString(),
      settings,
    }
    let ms = at.getTime()
    const app = createClicksApp({
      findCampaign: async () => campaign,
      clicks: clickStore(table),
      ring: async () => ring,
      now: () => new Date(ms),
    })
    const key = inboundKeyOf(ring, { what: 'clicks', campaignId: 'no-ids', platform: 'generic' })
    const tell = async (rawQueryString: string) => {
      const event = { rawQueryString, headers: {}, requestContext: { requestId: 'r', http: { sourceIp: '' } } }
      expect((await app.request(`/v1/in/generic/clicks/no-ids/${key}`, {}, { event })).status).toBe(200)
    }
    for (const [ahead, query] of [
      [0, 'ad=1'],
      [999, 'ad=1'],
      [999, 'ad=2'],
      [1000, 'ad=1'],
    ] as const) {
      ms = at.getTime() + ahead
      await tell(query)
    }
    const kept = (await allItems(host.dynamodb)).filter(({ pk, sk }) => sk?.S === 'CLICK' && pk?.S?.includes('no-ids'))
    expect(kept).toHaveLength(3)
  })
})
