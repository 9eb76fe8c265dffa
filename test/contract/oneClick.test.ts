import { beforeAll, describe, expect, it } from 'vitest'
import type { ClickPlatform } from '../../shared/domain/click.ts'
import { startAds } from '../harness/adClicks.ts'
import { eventually, send } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let ads: ReturnType<typeof startAds>
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
})

let people = 0

/** What tells of a click, by platform: what its monitor is called with, and what the page's address holds. */
const TOLD: Record<ClickPlatform, { monitor: Record<string, string>; page: string }> = {
  tencent_ads: { monitor: { click_id: 'own', request_id: 'seen' }, page: 'gdt_vid=seen' },
  ocean_engine: { monitor: { request_id: 'own', track_id: 'other', callback: 'seen' }, page: 'clickid=seen' },
  kuaishou: { monitor: { request_id: 'own', callback: 'seen' }, page: 'callback=seen' },
  baidu: { monitor: { click_id: 'own', bd_vid: 'seen' }, page: 'bd_vid=seen' },
  generic: { monitor: { click_id: 'seen' }, page: 'click_id=seen' },
}

type Teller = (campaignId: string, platform: ClickPlatform) => Promise<unknown>

const monitor: Teller = (campaignId, platform) => ads.click(campaignId, platform, TOLD[platform].monitor)

const page =
  (visitId: string): Teller =>
  (campaignId, platform) =>
    ads.visit(campaignId, visitId, TOLD[platform].page)

const leadOf =
  (visitId?: string): Teller =>
  async (campaignId, platform) => {
    const touch = { url: `https://loan.bank.example/?${TOLD[platform].page}`, ...(visitId && { visitId }) }
    const body = submission(phoneNumber(50_000 + ++people), { touch })
    expect((await send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body })).status).toBe(201)
  }

/** Every order of some things. */
const ordersOf = <Thing>(things: readonly Thing[]): Thing[][] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first, i) => ordersOf(things.toSpliced(i, 1)).map((rest) => [first, ...rest]))

/** What is counted of a click that some tell of, in every order, each in a campaign of its own. */
const inEveryOrder = (platform: ClickPlatform, tellers: readonly Teller[]) =>
  Promise.all(
    ordersOf(tellers).map(async (order) => {
      const campaignId = await ads.newCampaign()
      for (const tell of order) await tell(campaignId, platform)
      return ads.counted(campaignId)
    }),
  )

const PLATFORMS = Object.keys(TOLD) as ClickPlatform[]

describe('a click is one, whoever tells of it first', () => {
  it.each(PLATFORMS)('the monitor of %s, the page, or the page opened again', async (platform) => {
    const counted = await inEveryOrder(platform, [monitor, page('visit-0001'), page('visit-0002')])
    expect(counted).toEqual(Array(6).fill({ clicked: 1, visited: 2 }))
  })

  it('the monitor, or a lead whose page told of no visit', async () => {
    const counted = await inEveryOrder('baidu', [monitor, leadOf(), leadOf()])
    expect(counted).toEqual(Array(6).fill({ clicked: 1, visited: 2, captured: 2 }))
  })

  it('the monitor, the visit, or the lead that names the visit', async () => {
    const counted = await inEveryOrder('baidu', [monitor, page('visit-0001'), leadOf('visit-0001')])
    expect(counted).toEqual(Array(6).fill({ clicked: 1, visited: 1, captured: 1 }))
  })

  it('all of them at once', async () => {
    const campaignId = await ads.newCampaign()
    const tellers = Array.from({ length: 6 }, (_, i) => [monitor, page(`visit-000${i}`), leadOf()]).flat()
    await Promise.all(tellers.map((tell) => tell(campaignId, 'tencent_ads')))
    expect(await ads.counted(campaignId)).toEqual({ clicked: 1, visited: 12, captured: 6 })
  })

  it('and in each campaign and on each platform another one', async () => {
    const [one, other] = [await ads.newCampaign(), await ads.newCampaign()]
    for (const campaignId of [one, other]) {
      await monitor(campaignId, 'baidu')
      await page('visit-0001')(campaignId, 'tencent_ads')
      expect(await ads.counted(campaignId)).toEqual({ clicked: 2, visited: 1 })
    }
  })

  it('and the bank hears that a lead clicked, whoever told of it', async () => {
    const campaignId = await ads.newCampaign()
    await leadOf()(campaignId, 'baidu')
    await leadOf('visit-0001')(campaignId, 'baidu')
    const heard = () => host.busEvents().filter(({ detail }) => JSON.stringify(detail).includes(campaignId))
    const events = await eventually(heard, ({ length }) => length === 2)
    const reached = events.map(({ detail }) => (detail as unknown as { data: { reached: string[] } }).data.reached)
    expect(reached).toEqual([['clicked', 'visited', 'captured'], ['captured']])
  })

  it('and counters are what the journal adds up to', async () => {
    expect(await ads.drift()).toEqual([])
  })
})

it('a visit with a click stays one write of one unit, and no read', async () => {
  const campaignId = await ads.newCampaign()
  await ads.visit(campaignId, 'visit-0001', 'gdt_vid=first')
  const { seen } = await host.engine.watch(() => ads.visit(campaignId, 'visit-0002', 'gdt_vid=second'))
  const own = seen.filter(({ body }) => /VISIT#|CLICK#/.test(body) && !body.includes('EVENT#'))
  expect(own.map(({ operation, units }) => [operation, units])).toEqual([['PutItem', 1]])
})
