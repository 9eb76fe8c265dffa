import { beforeAll, describe, expect, it } from 'vitest'
import { FunnelReport } from '../../shared/contract/reports.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { JournalEntry } from '../../shared/domain/journal.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { openTable } from '../../shared/store/table.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  key = world.host.operatorKey()
})

const row = (more: object = {}) => ({
  day: '2026-11-20',
  platform: 'tencent_ads',
  ad: 'ad-1',
  amountFen: 1000,
  ...more,
})
const put = (campaignId: string, rows: unknown) =>
  world.ask({ method: 'PUT', path: `/v1/campaigns/${campaignId}/spend`, body: { rows }, key })
const putCsv = (campaignId: string, csv: string) =>
  world.ask({
    method: 'PUT',
    path: `/v1/campaigns/${campaignId}/spend`,
    raw: csv,
    headers: { 'content-type': 'text/csv; charset=utf-8' },
    key,
  })
const report = async (campaignId: string, query = '') => {
  const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-11-01&to=2026-11-30${query}`
  return FunnelReport.parse((await world.ask({ method: 'GET', path, key })).json())
}

describe('spend', () => {
  it('is in the report, replaced row by row, and the same when it is sent twice', async () => {
    const campaignId = await world.newCampaign()
    const first = await put(campaignId, [row(), row({ day: '2026-11-21', amountFen: 500 })])
    expect(first.json()).toEqual({ campaignId, rows: 2, totalFen: 1500, from: '2026-11-20', to: '2026-11-21' })
    await put(campaignId, [row({ amountFen: 700 })])
    await put(campaignId, [row({ amountFen: 700 })])
    expect((await report(campaignId)).total.spendFen).toBe(1200)
    const byDay = (await report(campaignId, '&by=day')).rows.map(({ group, spendFen }) => [group.day, spendFen])
    expect(byDay).toEqual([
      ['2026-11-20', 700],
      ['2026-11-21', 500],
    ])
  })

  it('comes as CSV too, more rows at once than a write can carry', async () => {
    const campaignId = await world.newCampaign()
    const rows = Array.from({ length: 120 }, (_, i) => `2026-11-20,baidu,acc,ad-${i},1.50`)
    const reply = await putCsv(campaignId, `day,platform,account,ad,amountYuan\n${rows.join('\n')}\n`)
    expect(reply.json()).toMatchObject({ rows: 120, totalFen: 18_000 })
    expect((await report(campaignId, '&by=ad')).rows).toHaveLength(120)
  })

  it('does not show in a report of tests, nor outside its days', async () => {
    const campaignId = await world.newCampaign()
    await put(campaignId, [row({ day: '2026-10-31' }), row({ day: '2026-12-01', amountFen: 1 })].slice(0, 1))
    expect((await report(campaignId)).total.spendFen).toBe(0)
    await put(campaignId, [row()])
    expect((await report(campaignId, '&mode=test')).total.spendFen).toBe(0)
  })

  it('that is wrong is refused with everything that is wrong, and nothing of it is kept', async () => {
    const campaignId = await world.newCampaign()
    const tomorrow = dayOf(new Date(Date.now() + 2 * 86_400_000).toISOString(), 'Asia/Shanghai')
    const malformed = await put(campaignId, [
      row({ amountFen: -1 }),
      row({ amountFen: 1.5 }),
      row({ day: '2026-02-30' }),
      row({ platform: '腾讯 广告' }),
    ])
    expect(malformed.problem().errors?.map(({ pointer }) => pointer)).toEqual([
      '/rows/0/amountFen',
      '/rows/1/amountFen',
      '/rows/2/day',
      '/rows/3/platform',
    ])
    const impossible = await put(campaignId, [row(), row({ day: tomorrow }), row({ amountFen: 5 })])
    expect(impossible.problem().errors?.map(({ pointer }) => pointer)).toEqual(['/rows/1/day', '/rows/2'])
    expect((await report(campaignId)).total.spendFen).toBe(0)
  })

  it('as a file that cannot be read is refused as a whole, with its line', async () => {
    const campaignId = await world.newCampaign()
    const reply = await putCsv(campaignId, 'day,platform,amountFen\n2026-11-20,baidu\n')
    expect(reply.problem()).toMatchObject({
      status: 400,
      code: 'malformed_body',
      detail: expect.stringContaining('line 2'),
    })
    expect((await put(campaignId, [])).status).toBe(422)
  })
})

describe('what a report makes of money and decisions', () => {
  /** Puts entries of decisions into the journal, as the credit workflow's decisions will. */
  const decide = async (campaignId: string, entries: Partial<JournalEntry>[]) => {
    const journal = journalStore(openTable({ db: dynamoClient(), name: 'tuoke' }))
    const dimensions = { platform: 'tencent_ads', account: '-', ad: 'ad-1', creative: '-', partner: '-' }
    const whole = entries.map((entry, i) => ({
      pk: leadKey(`ld_${String(i).padStart(20, 'a')}`).pk,
      entry: {
        eventId: `ev_${campaignId}_${i}`,
        type: 'application.credited',
        at: '2026-11-22T02:00:00.000Z',
        campaignId,
        mode: 'live' as const,
        eventDay: '2026-11-22',
        cohortDay: '2026-11-20',
        dimensions,
        counts: [],
        ...entry,
      },
    }))
    for (const group of journal.groups(whole)) await journal.record(group)
  }

  it('tells costs, the credit cost rate, the distance to goals, and whether it pays', async () => {
    const campaignId = await world.newCampaign({
      goals: { approvalRate: 0.6 },
      economics: {
        annualYieldBps: 1200,
        fundingCostBps: 300,
        lossRateBps: 300,
        utilisation: 0.5,
        months: 24,
        operatingCostFen: 50_000,
      },
    })
    await put(campaignId, [row({ amountFen: 400_000 })])
    await decide(campaignId, [
      { counts: ['applied'] },
      { counts: ['applied'] },
      { counts: ['credited'], amounts: { limitFen: 30_000_000 }, appliedDay: '2026-11-22' },
    ])
    const { total, goals, economics, maturation } = await report(campaignId)
    expect(total).toMatchObject({ amounts: { limitFen: 30_000_000 }, costs: { applied: 200_000, credited: 400_000 } })
    expect(total.creditCostRate).toBeCloseTo(400_000 / 30_000_000, 12)
    expect(goals).toEqual([{ rate: 'approvalRate', goal: 0.6, actual: 0.5, distance: expect.closeTo(-0.1, 10) }])
    expect(economics).toEqual({ limitFen: 30_000_000, breakEvenFen: 1_750_000, costFen: 400_000, pays: true })
    expect(maturation).toMatchObject({ applications: 2, undecided: 1, method: expect.stringContaining('90 %') })
  })

  it('says nothing of what a campaign does not state or nobody decided', async () => {
    const { goals, economics, maturation, total } = await report(await world.newCampaign())
    expect({ goals, economics, maturation }).toEqual({ goals: [], economics: null, maturation: null })
    expect(total.costs.captured).toBeNull()
  })
})
