import { unmarshall } from '@aws-sdk/util-dynamodb'
import { expect } from 'vitest'
import type { ClickPlatform } from '../../shared/domain/click.ts'
import { differences, startTally } from '../../shared/store/recount.ts'
import { eventually, type Reply, send } from './client.ts'
import { allItems } from './items.ts'
import { campaignSettings } from './samples.ts'
import type { TestHost } from './testHost.ts'

type Counts = Record<string, number>
type Setup = { monitors: { platform: ClickPlatform; url: string }[] }

/** The address and query of a link, each macro replaced by the value that its parameter is to have; others stay as they are. */
export const replaced = (link: string, values: Record<string, string>): string =>
  Object.entries(values).reduce(
    (address, [name, value]) =>
      address.replace(new RegExp(`([?&]${name}=)[^&]*`), (_, start: string) => start + encodeURIComponent(value)),
    link,
  )

/** Campaigns of a host whose clicks are told by platforms and pages, and what is counted of them. */
export const startAds = (host: TestHost) => {
  let made = 0
  const key = host.operatorKey()
  const path = (campaignId: string, rest: string): string => `/v1/campaigns/${campaignId}${rest}`

  const newCampaign = async (changes: Parameters<typeof campaignSettings>[0] = {}): Promise<string> => {
    const campaignId = `ads-${++made}`
    const reply = await send(host.url, 'PUT', path(campaignId, ''), { body: campaignSettings(changes), key })
    expect(reply.status).toBe(201)
    return campaignId
  }

  const monitorOf = async (campaignId: string, platform: ClickPlatform): Promise<string> => {
    const setup = (await send(host.url, 'GET', path(campaignId, '/setup'), { key })).json() as Setup
    const url = setup.monitors.find((monitor) => monitor.platform === platform)?.url ?? ''
    return url.replace(host.url, '')
  }

  const click = async (campaignId: string, platform: ClickPlatform, values: Record<string, string>): Promise<Reply> =>
    send(host.url, 'GET', replaced(await monitorOf(campaignId, platform), values))

  const visit = async (campaignId: string, visitId: string, query: string): Promise<void> => {
    const body = { visitId, url: `https://loan.bank.example/?${query}` }
    expect((await send(host.url, 'POST', path(campaignId, '/visits'), { body })).status).toBe(202)
  }

  const totalsOf = async (campaignId: string): Promise<Counts> => {
    const report = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31`
    return ((await send(host.url, 'GET', report, { key })).json() as { total: { counts: Counts } }).total.counts
  }

  /** Waits until what was written before is journaled: the stream has one order. */
  const settled = async (): Promise<void> => {
    const campaignId = await newCampaign()
    await visit(campaignId, 'visit-last', '')
    await eventually(
      () => totalsOf(campaignId),
      ({ visited }) => visited === 1,
    )
  }

  /** How often each milestone is counted, once all is. */
  const counted = async (campaignId: string): Promise<Counts> => {
    await settled()
    const totals = await totalsOf(campaignId)
    return Object.fromEntries(Object.entries(totals).filter(([, count]) => count !== 0))
  }

  /** Counters that are not what the journal adds up to. */
  const drift = async (): Promise<unknown[]> => {
    await settled()
    const tally = startTally()
    for (const item of await allItems(host.dynamodb)) tally.add(unmarshall(item))
    return differences(tally.tallies)
  }

  return { newCampaign, monitorOf, click, visit, counted, drift }
}
