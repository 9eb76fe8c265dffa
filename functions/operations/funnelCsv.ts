import { stringify } from 'csv-stringify/sync'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import { AMOUNTS } from '../../shared/domain/amounts.ts'
import { COSTED, type Costs, GROUPINGS, RATES } from '../../shared/domain/funnel.ts'
import { COUNTS } from '../../shared/domain/journal.ts'

const costColumn = (milestone: string): string => `costFen_${milestone}`

const COLUMNS = [
  ...GROUPINGS,
  ...COUNTS,
  ...RATES,
  'spendFen',
  ...AMOUNTS,
  ...COSTED.map(costColumn),
  'creditCostRate',
] as const

const named = (costs: Costs): Record<string, number | null> =>
  Object.fromEntries(COSTED.map((milestone) => [costColumn(milestone), costs[milestone]]))

/** A funnel report as CSV. The columns are always the same, in the same order; those not grouped by are empty. */
export const funnelCsv = ({ rows }: FunnelReport, byteOrderMark: boolean): string =>
  stringify(
    rows.map(({ group, counts, rates, spendFen, amounts, costs, creditCostRate }) => ({
      ...group,
      ...counts,
      ...rates,
      spendFen,
      ...amounts,
      ...named(costs),
      creditCostRate,
    })),
    { header: true, columns: [...COLUMNS], bom: byteOrderMark, escape_formulas: true },
  )
