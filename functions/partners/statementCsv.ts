import { stringify } from 'csv-stringify/sync'
import type { PartnerStatement } from '../../shared/contract/partners.ts'
import { PARTNER_REJECTIONS, type PartnerRejection } from '../../shared/domain/partnerStatement.ts'

const LEAD_COLUMNS = ['day', 'at', 'campaignId', 'leadId', 'outcome', 'reason', 'priceFen', 'amountFen']

const rejectedColumn = (reason: PartnerRejection): string => `rejected_${reason}`

const DAY_COLUMNS = [
  'day',
  'campaignId',
  'accepted',
  'duplicates',
  'joined',
  ...PARTNER_REJECTIONS.map(rejectedColumn),
  'priceFen',
  'amountFen',
]

const csv = (rows: readonly object[], columns: string[], bom: boolean): string =>
  stringify([...rows], { header: true, columns, bom, escape_formulas: true })

/** A statement as CSV, a line for each lead or for each day of a campaign. The columns are always the same, in the same order. */
export const statementCsv = ({ leads, rows }: PartnerStatement, by: 'lead' | 'day', byteOrderMark: boolean): string => {
  if (by === 'lead') return csv(leads, LEAD_COLUMNS, byteOrderMark)
  const days = rows.map(({ rejected, ...row }) => ({
    ...row,
    ...Object.fromEntries(PARTNER_REJECTIONS.map((reason) => [rejectedColumn(reason), rejected[reason]])),
  }))
  return csv(days, DAY_COLUMNS, byteOrderMark)
}
