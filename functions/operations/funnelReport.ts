import type { Context } from 'hono'
import type * as z from 'zod'
import { Problem } from '../../shared/contract/problem.ts'
import type { FunnelQuery, FunnelReport, getFunnelReport } from '../../shared/contract/reports.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Day, dayBefore, dayOf } from '../../shared/domain/day.ts'
import { breakEvenFen } from '../../shared/domain/economics.ts'
import { type FunnelRow, funnelRows, type Grouping, RATES } from '../../shared/domain/funnel.ts'
import { EARLIER_DAYS, METHOD, maturationOf } from '../../shared/domain/maturation.ts'
import type { Applications } from '../../shared/domain/waiting.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { Counted } from '../../shared/store/counterStore.ts'
import type { OperationsDeps } from './deps.ts'
import { funnelCsv } from './funnelCsv.ts'

type Query = z.output<typeof FunnelQuery>
type Settings = Campaign['settings']

const goalsOf = ({ goals = {} }: Settings, { rates }: FunnelRow): FunnelReport['goals'] =>
  RATES.flatMap((rate) => {
    const goal = goals[rate]
    if (goal === undefined) return []
    const actual = rates[rate]
    return [{ rate, goal, actual, distance: actual === null ? null : actual - goal }]
  })

const economicsOf = ({ economics }: Settings, { counts, amounts, costs }: FunnelRow): FunnelReport['economics'] => {
  if (!economics) return null
  const measured = counts.credited === 0 ? null : Math.round(amounts.limitFen / counts.credited)
  const limitFen = economics.averageLimitFen ?? measured
  const breakEven = limitFen === null ? null : breakEvenFen(economics, limitFen)
  const costFen = costs.credited
  return {
    limitFen,
    breakEvenFen: breakEven,
    costFen,
    pays: breakEven === null || costFen === null ? null : costFen <= breakEven,
  }
}

/** Applications by the day they were submitted, and what was decided about them. */
const applicationsIn = ({ event, decisions }: Counted): Applications => {
  const applied = new Map<Day, number>()
  for (const { day, counts } of event) if (counts.applied) applied.set(day, (applied.get(day) ?? 0) + counts.applied)
  return { applied: [...applied].map(([day, count]) => ({ day, count })), decided: decisions }
}

/** What applications are expected to become; null where there is nothing to tell. */
const maturationIn = (own: Counted, earlier: Counted, today: Day): FunnelReport['maturation'] => {
  const found = maturationOf(applicationsIn(own), applicationsIn(earlier), today)
  return found ? { ...found, method: METHOD } : null
}

/** What was counted and spent in the span of a report, and what was counted before it. */
const read = async ({ counters, spend }: OperationsDeps, { campaign: campaignId, mode, from, to }: Query) => {
  const before = { campaignId, mode, from: dayBefore(from, EARLIER_DAYS), to: dayBefore(from, 1) }
  const [counted, earlier, spent] = await Promise.all([
    counters.read({ campaignId, mode, from, to }),
    counters.read(before),
    mode === 'live' ? spend.rows({ campaignId, from, to }) : [],
  ])
  return { counted, earlier, spent }
}

/** A report, and its rows grouped in other ways, for which nothing is read again. */
export type GroupedReport = { report: FunnelReport; rowsBy: (by: readonly Grouping[]) => FunnelRow[] }

/** The report of a campaign's funnel: counts, rates, money, goals, and what is still to come. */
export const groupedReportOf = async (deps: OperationsDeps, query: Query): Promise<GroupedReport> => {
  const { campaign: campaignId, from, to, basis, mode, by } = query
  const campaign = await deps.campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  const { settings } = campaign
  const { counted, earlier, spent } = await read(deps, query)
  const rowsBy = (grouping: readonly Grouping[]) => funnelRows(settings.chain, counted[basis], spent, grouping)
  const [total] = rowsBy([])
  if (!total) throw new Error('a report without a total')
  const report = {
    campaignId,
    from,
    to,
    basis,
    mode,
    timezone: settings.timezone,
    rows: rowsBy(by),
    total,
    goals: goalsOf(settings, total),
    economics: economicsOf(settings, total),
    maturation: maturationIn(counted, earlier, dayOf(deps.now().toISOString(), settings.timezone)),
  }
  return { report, rowsBy }
}

/** The report of a campaign's funnel, in the one grouping that was asked for. */
export const reportOf = async (deps: OperationsDeps, query: Query): Promise<FunnelReport> =>
  (await groupedReportOf(deps, query)).report

export const handleGetFunnelReport =
  (deps: OperationsDeps) =>
  async (
    { query }: Input<undefined, Query, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getFunnelReport)['success']>> => {
    const report = await reportOf(deps, query)
    note({ campaignId: report.campaignId })
    if (query.format === 'json') return { status: 200, body: report }
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header(
      'content-disposition',
      `attachment; filename="funnel-${report.campaignId}-${report.from}-${report.to}.csv"`,
    )
    return c.body(funnelCsv(report, query.excel === '1'))
  }
