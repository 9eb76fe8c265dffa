import type { Context } from 'hono'
import type * as z from 'zod'
import { Problem } from '../../shared/contract/problem.ts'
import type { FunnelQuery, FunnelReport, getFunnelReport } from '../../shared/contract/reports.ts'
import { funnelRows } from '../../shared/domain/funnel.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { OperationsDeps } from './deps.ts'
import { funnelCsv } from './funnelCsv.ts'

type Query = z.output<typeof FunnelQuery>

const reportOf = async ({ campaigns, counters }: OperationsDeps, query: Query): Promise<FunnelReport> => {
  const { campaign: campaignId, from, to, basis, mode, by } = query
  const campaign = await campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  const { chain, timezone } = campaign.settings
  const rows = await counters.rows({ campaignId, mode, basis, from, to })
  const [total] = funnelRows(chain, rows, [])
  if (!total) throw new Error('a report without a total')
  return { campaignId, from, to, basis, mode, timezone, rows: funnelRows(chain, rows, by), total }
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
