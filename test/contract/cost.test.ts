import { beforeAll, describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { send } from '../harness/client.ts'
import { partnerTerms, setPartner } from '../harness/partners.ts'
import { costOf as costOn } from '../harness/requestCost.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { daysAgo, makeWorld, type World } from './world.ts'

/** What answers requests, and journals them; what follows elsewhere is no cost of theirs. */
const answering = {
  ...topology,
  functions: Object.fromEntries(
    Object.entries(topology.functions).filter(
      ([
        ,
        {
          trigger: { kind },
        },
      ]) => kind === 'http' || kind === 'stream',
    ),
  ),
}

let world: World
let campaignId: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ topology: answering }))
  campaignId = await world.newCampaign()
})

const costOf = (request: () => Promise<unknown>) => costOn(world.host.engine, request)

const touch = {
  url: 'https://loan.bank.example/apply?gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12',
}
const lead = (n: number, more: object = {}) => submission(phoneNumber(n), { touch, ...more })
const post = (body: unknown, headers = {}) =>
  send(world.host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body, headers })

describe('a capture', () => {
  it('that came by no click is one write of at most two units and no read, once the campaign is known', async () => {
    const direct = { touch: { url: 'https://loan.bank.example/apply?utm_source=wechat&utm_campaign=spring-2026' } }
    await post(lead(1, direct))
    expect(await costOf(() => post(lead(2, direct)))).toEqual({ reads: 0, writes: 1, units: 2 })
  })

  it('that came by a click asks once what its platform told of it', async () => {
    expect(await costOf(() => post(lead(6)))).toEqual({ reads: 1, writes: 1, units: 2 })
  })

  it('that came by several clicks asks for all of them and for its visit at once', async () => {
    const firstTouch = { url: 'https://loan.bank.example/apply?bd_vid=first&utm_source=baidu&utm_campaign=autumn-2025' }
    const touched = lead(7, { touch: { ...touch, visitId: 'visit-00007' }, firstTouch })
    expect(await costOf(() => post(touched))).toEqual({ reads: 1, writes: 1, units: 2 })
  })

  it('reads the visit it names', async () => {
    const visit = { visitId: 'visit-00001', ...touch }
    await send(world.host.url, 'POST', `/v1/campaigns/${campaignId}/visits`, { body: visit })
    expect(await costOf(() => post(lead(3, { touch: visit })))).toEqual({ reads: 1, writes: 1, units: 2 })
  })

  it('that a partner brings is one transaction with its daily cap, once the partner is known', async () => {
    const partnered = await world.newCampaign({ partners: ['pt_cost'] })
    await setPartner(world.host, 'pt_cost', { terms: [partnerTerms([partnered], { dailyCap: 100 })] })
    const page = { touch: { url: 'https://loan.bank.example/apply?partner=pt_cost' } }
    const path = `/v1/campaigns/${partnered}/leads`
    const bring = (n: number) => send(world.host.url, 'POST', path, { body: submission(phoneNumber(n), page) })
    await bring(20)
    expect(await costOf(() => bring(21))).toMatchObject({ reads: 0, writes: 1 })
  })

  it('of a duplicate is two writes', async () => {
    await post(lead(4))
    expect(await costOf(() => post(lead(4)))).toMatchObject({ reads: 1, writes: 2 })
  })

  it('with an idempotency key is one transaction', async () => {
    expect(await costOf(() => post(lead(5), { 'idempotency-key': '"k"' }))).toMatchObject({ reads: 1, writes: 1 })
  })
})

it('a visit is one write of one unit', async () => {
  const body = { visitId: 'visit-00002', ...touch }
  const visit = () => send(world.host.url, 'POST', `/v1/campaigns/${campaignId}/visits`, { body })
  expect(await costOf(visit)).toEqual({ reads: 0, writes: 1, units: 1 })
})

describe('what operators ask', () => {
  /** How often each DynamoDB operation was asked for, without what the stream's consumers write beside it. */
  const operationsOf = async (request: () => Promise<{ status: number }>): Promise<Record<string, number>> => {
    const { seen } = await world.host.engine.watch(async () => expect((await request()).status).toBe(200))
    const counts: Record<string, number> = {}
    const own = seen.filter(({ operation, body }) => /^(GetItem|Query)$/.test(operation) || body.includes('SPEND#'))
    for (const { operation } of own) counts[operation] = (counts[operation] ?? 0) + 1
    return counts
  }
  const key = () => world.host.operatorKey()

  it('a report reads each partition once: four a month for counters, two months back, and one for spend', async () => {
    const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-11-01&to=2026-11-30&by=day,ad`
    const found = await operationsOf(() => send(world.host.url, 'GET', path, { key: key() }))
    expect(found).toEqual({ GetItem: 2, Query: 3 * 4 + 1 })
  })

  it('spend is written 25 rows at once, and the campaign read once', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({
      day: daysAgo(3),
      platform: 'baidu',
      ad: `${i}`,
      amountFen: 1,
    }))
    const path = `/v1/campaigns/${campaignId}/spend`
    const found = await operationsOf(() => send(world.host.url, 'PUT', path, { key: key(), body: { rows } }))
    expect(found).toEqual({ GetItem: 2, BatchWriteItem: 3 })
  })
})
