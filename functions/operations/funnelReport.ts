import type { Context } from 'hono'
import type * as z from 'zod'
import { Problem } from '../../shared/contract/problem.ts'
import type { FunnelQuery, FunnelReport, getFunnelReport } from '../../shared/contract/reports.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Day, dayOf } from '../../shared/domain/day.ts'
import { breakEvenFen } from '../../shared/domain/economics.ts'
import { type FunnelRow, funnelRows, RATES } from '../../shared/domain/funnel.ts'
import { METHOD, maturationOf } from '../../shared/domain/maturation.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
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

/** Applications of a span of days, and what they are expected to become; null where there is nothing to tell. */
const maturationIn = async (
  { counters }: OperationsDeps,
  span: { campaignId: string; mode: 'live' | 'test'; from: Day; to: Day },
  today: Day,
): Promise<FunnelReport['maturation']> => {
  const [rows, decisions] = await Promise.all([counters.rows({ ...span, basis: 'event' }), counters.decisions(span)])
  const applied = new Map<Day, number>()
  for (const { day, counts } of rows) if (counts.applied) applied.set(day, (applied.get(day) ?? 0) + counts.applied)
  const found = maturationOf(
    [...applied].map(([day, count]) => ({ day, count })),
    decisions,
    today,
  )
  return found ? { ...found, method: METHOD } : null
}

/** The report of a campaign's funnel: counts, rates, money, goals, and what is still to come. */
export const reportOf = async (deps: OperationsDeps, query: Query): Promise<FunnelReport> => {
  const { campaign: campaignId, from, to, basis, mode, by } = query
  const campaign = await deps.campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  const { settings } = campaign
  const span = { campaignId, mode, from, to }
  const [rows, spend, maturation] = await Promise.all([
    deps.counters.rows({ ...span, basis }),
    mode === 'live' ? deps.spend.rows(span) : [],
    maturationIn(deps, span, dayOf(deps.now().toISOString(), settings.timezone)),
  ])
  const [total] = funnelRows(settings.chain, rows, spend, [])
  if (!total) throw new Error('a report without a total')
  return {
    campaignId,
    from,
    to,
    basis,
    mode,
    timezone: settings.timezone,
    rows: funnelRows(settings.chain, rows, spend, by),
    total,
    goals: goalsOf(settings, total),
    economics: economicsOf(settings, total),
    maturation,
  }
}

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
