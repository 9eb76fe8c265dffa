import { stringify } from 'csv-stringify/sync'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import { GROUPINGS } from '../../shared/domain/funnel.ts'
import { COUNTS } from '../../shared/domain/journal.ts'

const RATES = ['followRate', 'registrationRate', 'completionRate', 'approvalRate', 'drawDownRate'] as const

/** A funnel report as CSV. The columns are always the same, in the same order; those not grouped by are empty. */
export const funnelCsv = ({ rows }: FunnelReport, byteOrderMark: boolean): string =>
  stringify(
    rows.map(({ group, counts, rates }) => ({ ...group, ...counts, ...rates })),
    { header: true, columns: [...GROUPINGS, ...COUNTS, ...RATES], bom: byteOrderMark, escape_formulas: true },
  )
