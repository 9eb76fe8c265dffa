import { beforeAll, describe, expect, it } from 'vitest'
import { FunnelReport } from '../../shared/contract/reports.ts'
import type { JournalEntry } from '../../shared/domain/journal.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { MAX_BODY_BYTES } from '../../shared/runtime/body.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { openTable } from '../../shared/store/table.ts'
import { startTestHost } from '../harness/testHost.ts'
import { daysAgo, makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  key = world.host.operatorKey()
})

const row = (more: object = {}) => ({
  day: daysAgo(6),
  platform: 'tencent_ads',
  ad: 'ad-1',
  amountFen: 1000,
  ...more,
})
const put = (campaignId: string, rows: unknown) =>
  world.ask({ method: 'PUT', path: `/v1/campaigns/${campaignId}/spend`, body: { rows }, key })
const putCsv = (campaignId: string, csv: BodyInit) =>
  world.ask({
    method: 'PUT',
    path: `/v1/campaigns/${campaignId}/spend`,
    raw: csv,
    headers: { 'content-type': 'text/csv; charset=utf-8' },
    key,
  })
const report = async (campaignId: string, query = '') => {
  const path = `/v1/reports/funnel?campaign=${campaignId}&from=${daysAgo(20)}&to=${daysAgo(0)}${query}`
  return FunnelReport.parse((await world.ask({ method: 'GET', path, key })).json())
}

describe('spend', () => {
  it('is in the report, replaced row by row, and the same when it is sent twice', async () => {
    const campaignId = await world.newCampaign()
    const first = await put(campaignId, [row(), row({ day: daysAgo(5), amountFen: 500 })])
    expect(first.json()).toEqual({ campaignId, rows: 2, totalFen: 1500, from: daysAgo(6), to: daysAgo(5) })
    await put(campaignId, [row({ amountFen: 700 })])
    await put(campaignId, [row({ amountFen: 700 })])
    expect((await report(campaignId)).total.spendFen).toBe(1200)
    const byDay = (await report(campaignId, '&by=day')).rows.map(({ group, spendFen }) => [group.day, spendFen])
    expect(byDay).toEqual([
      [daysAgo(6), 700],
      [daysAgo(5), 500],
    ])
  })

  it('comes as CSV too, more rows at once than a write can carry', async () => {
    const campaignId = await world.newCampaign()
    const rows = Array.from({ length: 120 }, (_, i) => `${daysAgo(6)},baidu,acc,ad-${i},1.50`)
    const reply = await putCsv(campaignId, `day,platform,account,ad,amountYuan\n${rows.join('\n')}\n`)
    expect(reply.json()).toMatchObject({ rows: 120, totalFen: 18_000 })
    expect((await report(campaignId, '&by=ad')).rows).toHaveLength(120)
  })

  it('does not show in a report of tests, nor outside its days', async () => {
    const campaignId = await world.newCampaign()
    await put(campaignId, [row({ day: daysAgo(21) })])
    expect((await report(campaignId)).total.spendFen).toBe(0)
    await put(campaignId, [row()])
    expect((await report(campaignId, '&mode=test')).total.spendFen).toBe(0)
  })

  it('is joined to what the page counts, by names that only the platform knows as well', async () => {
    const campaignId = await world.newCampaign()
    const csv = `日期,平台,账户,广告,花费\n${daysAgo(6)},腾讯广告,甲公司,"春季 | 1",1.00\n${daysAgo(6)},腾讯广告,甲公司,=1+1,2.00\n`
    expect((await putCsv(campaignId, csv)).json()).toMatchObject({ rows: 2, totalFen: 300 })
    expect((await putCsv(campaignId, csv)).json()).toMatchObject({ rows: 2, totalFen: 300 })
    const { rows } = await report(campaignId, '&by=platform,account,ad')
    expect(rows.map(({ group, spendFen }) => ({ ...group, spendFen }))).toEqual([
      { platform: 'tencent_ads', account: 'other', ad: 'other', spendFen: 300 },
    ])
  })

  it('that is wrong is refused with everything that is wrong, and nothing of it is kept', async () => {
    const campaignId = await world.newCampaign()
    const wrong = await put(campaignId, [
      row({ amountFen: -1 }),
      row({ amountFen: 1.5 }),
      row({ day: '2026-02-30' }),
      row({ platform: '腾讯 广告' }),
      row(),
      row({ day: daysAgo(-2) }),
      row({ day: daysAgo(400) }),
      row({ amountFen: 5 }),
      row({ ad: 'fine' }),
    ])
    expect(wrong.problem()).toMatchObject({ status: 422, code: 'validation_failed' })
    expect(wrong.problem().errors?.map(({ pointer }) => pointer)).toEqual([
      '/rows/0/amountFen',
      '/rows/1/amountFen',
      '/rows/2/day',
      '/rows/3/platform',
      '/rows/5/day',
      '/rows/6/day',
      '/rows/7',
    ])
    expect((await report(campaignId)).total.spendFen).toBe(0)
  })

  it('that is wrong in a file is told line by line', async () => {
    const campaignId = await world.newCampaign()
    const lines = [
      '日期,平台,花费,点击',
      `${daysAgo(6)},baidu,-1,`,
      '',
      `${daysAgo(6)},baidu,1.005,7`,
      `${daysAgo(6)},baidu`,
    ]
    const { status, errors } = (await putCsv(campaignId, `${lines.join('\r\n')}\r\n`)).problem()
    expect(status).toBe(422)
    expect(errors?.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/rows/0/amountFen line 2: must not be negative',
      expect.stringMatching('^/rows/1/点击 line 4: is in a column that is not known; known are day, platform'),
      '/rows/1/amountFen line 4: must be a whole number of fen: an amount in yuan has at most two decimals',
      '/rows/2 line 5: must have 4 cells, one for each column, and has 2',
      '/rows/2/amountFen line 5: must be given',
    ])
    expect((await report(campaignId)).total.spendFen).toBe(0)
  })

  it('that cannot be read is refused as a whole, with its line, and that has no rows as well', async () => {
    const campaignId = await world.newCampaign()
    const problem = (await putCsv(campaignId, 'day,platform,amountFen\n2026-11-20,"baidu\n')).problem()
    expect(problem).toMatchObject({ status: 400, code: 'malformed_body', detail: expect.stringContaining('line 2') })
    expect((await putCsv(campaignId, '')).problem().code).toBe('malformed_body')
    expect((await putCsv(campaignId, 'day,platform,amountFen\n')).problem().code).toBe('validation_failed')
    expect((await put(campaignId, [])).problem().code).toBe('validation_failed')
  })

  it('may be larger than other bodies, and of too many rows it is not told of each', async () => {
    const campaignId = await world.newCampaign()
    const many = Array.from({ length: 1000 }, (_, i) => `${daysAgo(6)},baidu,${i},${'x'.repeat(100)},1\n`)
    const csv = `day,platform,account,ad,amountFen\n${many.join('')}`
    expect(csv.length).toBeGreaterThan(MAX_BODY_BYTES)
    expect((await putCsv(campaignId, csv)).json()).toMatchObject({ rows: 1000, totalFen: 1000 })
    const tooMany = await put(
      campaignId,
      Array.from({ length: 300_000 }, () => ({})),
    )
    expect(tooMany.problem().errors).toEqual([expect.objectContaining({ pointer: '/rows', code: 'too_long' })])
    expect((await putCsv(campaignId, `day${' '.repeat(1_048_576)}`)).problem().code).toBe('body_too_large')
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
        at: `${daysAgo(4)}T02:00:00.000Z`,
        campaignId,
        mode: 'live' as const,
        eventDay: daysAgo(4),
        cohortDay: daysAgo(6),
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
      { counts: ['credited'], amounts: { limitFen: 30_000_000 }, appliedDay: daysAgo(4) },
    ])
    const { total, goals, economics, maturation } = await report(campaignId)
    expect(total).toMatchObject({ amounts: { limitFen: 30_000_000 }, costs: { applied: 200_000, credited: 400_000 } })
    expect(total.creditCostRate).toBeCloseTo(400_000 / 30_000_000, 12)
    expect(goals).toEqual([{ rate: 'approvalRate', goal: 0.6, actual: 0.5, distance: expect.closeTo(-0.1, 10) }])
    expect(economics).toEqual({ limitFen: 30_000_000, breakEvenFen: 1_750_000, costFen: 400_000, pays: true })
    expect(maturation).toMatchObject({
      undecided: 1,
      basedOn: { applications: 2, decisions: 1 },
      method: expect.stringContaining('90 %'),
    })
  })

  it('says nothing of what a campaign does not state or nobody decided', async () => {
    const { goals, economics, maturation, total } = await report(await world.newCampaign())
    expect({ goals, economics, maturation }).toEqual({ goals: [], economics: null, maturation: null })
    expect(total.costs.captured).toBeNull()
  })
})
