import { type Day, monthOf } from './day.ts'
import { RejectionReason } from './lead.ts'
import { ADMISSION_REFUSALS } from './partner.ts'

/** Why a lead of a partner was not accepted: by the campaign, or at the gate. */
export const PARTNER_REJECTIONS = [...RejectionReason.options, ...ADMISSION_REFUSALS] as const
export type PartnerRejection = (typeof PARTNER_REJECTIONS)[number]

/** One lead that a partner brought, as it was answered: at which price in fen, or why not. */
export type BroughtLead = { leadId: string; at: string; day: Day; campaignId: string } & (
  | { outcome: 'accepted'; priceFen: number }
  | { outcome: 'duplicate' }
  | { outcome: 'rejected'; reason: PartnerRejection }
)

type Sums = {
  accepted: number
  duplicates: number
  /** Every reason is there, so that columns made of them stay the same. */
  rejected: Record<PartnerRejection, number>
  amountFen: number
}

/** A day of a campaign; the price is null where nothing was accepted, or not all at the same price. */
export type StatementRow = { day: Day; campaignId: string; priceFen: number | null } & Sums

/** What a partner is owed for a month (YYYY-MM). */
export type Statement = { month: string; rows: StatementRow[]; totals: Sums }

const nothing = (): Sums => ({
  accepted: 0,
  duplicates: 0,
  rejected: Object.fromEntries(PARTNER_REJECTIONS.map((reason) => [reason, 0])) as Sums['rejected'],
  amountFen: 0,
})

const addTo = (sums: Sums, lead: BroughtLead, isBilled: boolean): void => {
  if (lead.outcome === 'rejected') sums.rejected[lead.reason] += 1
  else if (lead.outcome === 'accepted' && isBilled) {
    sums.accepted += 1
    sums.amountFen += lead.priceFen
  } else sums.duplicates += 1
}

const priceAfter = (row: StatementRow, priceFen: number): number | null =>
  row.accepted === 0 || row.priceFen === priceFen ? priceFen : null

const byTime = (a: BroughtLead, b: BroughtLead): number => Date.parse(a.at) - Date.parse(b.at)

/**
 * What a partner is owed for a month, by the leads that it brought in that month and before. A lead is billed once, at the
 * price that it was let in for, when it was first accepted: accepted again, it is a duplicate.
 */
export const statementOf = (month: string, brought: readonly BroughtLead[]): Statement => {
  const rows = new Map<string, StatementRow>()
  const totals = nothing()
  const billed = new Set<string>()
  for (const lead of brought.toSorted(byTime)) {
    const { leadId, day, campaignId, outcome } = lead
    const isBilled = outcome === 'accepted' && !billed.has(leadId)
    if (isBilled) billed.add(leadId)
    if (monthOf(day) !== month) continue
    const key = `${day} ${campaignId}`
    const row = rows.get(key) ?? { day, campaignId, priceFen: null, ...nothing() }
    rows.set(key, row)
    if (isBilled) row.priceFen = priceAfter(row, lead.priceFen)
    addTo(row, lead, isBilled)
    addTo(totals, lead, isBilled)
  }
  const inOrder = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  return { month, rows: inOrder.map(([, row]) => row), totals }
}
