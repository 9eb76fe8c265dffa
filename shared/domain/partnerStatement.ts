import * as z from 'zod'
import { AdmissionRefusal } from './admission.ts'
import { CampaignId } from './campaign.ts'
import { Day, monthOf } from './day.ts'
import { LeadId, RejectionReason } from './lead.ts'

/** Why a lead of a partner was not accepted: by the campaign, or at the gate. */
export const PARTNER_REJECTIONS = [...RejectionReason.options, ...AdmissionRefusal.options] as const
export type PartnerRejection = (typeof PARTNER_REJECTIONS)[number]

const Brought = z.object({ leadId: LeadId, at: z.iso.datetime(), day: Day, campaignId: CampaignId })

/**
 * One lead that a partner brought, as it was answered: at which price in fen, or why not. `joined` was accepted, and found
 * later to be somebody whose contact was there before.
 */
export const BroughtLead = z.discriminatedUnion('outcome', [
  Brought.extend({ outcome: z.literal('accepted'), priceFen: z.int().min(0) }),
  Brought.extend({ outcome: z.literal('duplicate') }),
  Brought.extend({ outcome: z.literal('joined') }),
  Brought.extend({ outcome: z.literal('rejected'), reason: z.enum(PARTNER_REJECTIONS) }),
])
export type BroughtLead = z.infer<typeof BroughtLead>

type Sums = {
  accepted: number
  duplicates: number
  joined: number
  /** Every reason is there, so that columns made of them stay the same. */
  rejected: Record<PartnerRejection, number>
  amountFen: number
}

/** A day of a campaign; the price is null where nothing was accepted, or not all at the same price. */
export type StatementRow = { day: Day; campaignId: string; priceFen: number | null } & Sums

/** A lead of a statement, and what is owed for it. */
export type StatementLead = BroughtLead & { amountFen: number }

/** What a partner is owed for a month (YYYY-MM): lead by lead in the order of time, by day and campaign, and in all. */
export type Statement = { month: string; leads: StatementLead[]; rows: StatementRow[]; totals: Sums }

const nothing = (): Sums => ({
  accepted: 0,
  duplicates: 0,
  joined: 0,
  rejected: Object.fromEntries(PARTNER_REJECTIONS.map((reason) => [reason, 0])) as Sums['rejected'],
  amountFen: 0,
})

/** Each lead once: accepted again, it is a duplicate. */
const once = (brought: readonly BroughtLead[]): BroughtLead[] => {
  const accepted = new Set<string>()
  return brought.map((lead) => {
    const { leadId, at, day, campaignId, outcome } = lead
    if (outcome === 'accepted' && accepted.has(leadId)) return { leadId, at, day, campaignId, outcome: 'duplicate' }
    if (outcome === 'accepted') accepted.add(leadId)
    return lead
  })
}

const owed = (lead: BroughtLead): StatementLead => ({
  ...lead,
  amountFen: lead.outcome === 'accepted' ? lead.priceFen : 0,
})

const COUNTED = { accepted: 'accepted', duplicate: 'duplicates', joined: 'joined' } as const

const addTo = (sums: Sums, lead: StatementLead): void => {
  if (lead.outcome === 'rejected') sums.rejected[lead.reason] += 1
  else sums[COUNTED[lead.outcome]] += 1
  sums.amountFen += lead.amountFen
}

const priceAfter = (row: StatementRow, priceFen: number): number | null =>
  row.accepted === 0 || row.priceFen === priceFen ? priceFen : null

const byTime = (a: BroughtLead, b: BroughtLead): number => Date.parse(a.at) - Date.parse(b.at)

/**
 * What a partner is owed for a month, by the leads that it brought in that month and before. A lead is billed once, at the
 * price that it was let in for, when it was first accepted. One that was rejected, or that joined another, is not billed.
 */
export const statementOf = (month: string, brought: readonly BroughtLead[]): Statement => {
  const rows = new Map<string, StatementRow>()
  const totals = nothing()
  const leads = once(brought.toSorted(byTime))
    .filter(({ day }) => monthOf(day) === month)
    .map(owed)
  for (const lead of leads) {
    const { day, campaignId } = lead
    const key = `${day} ${campaignId}`
    const row = rows.get(key) ?? { day, campaignId, priceFen: null, ...nothing() }
    rows.set(key, row)
    if (lead.outcome === 'accepted') row.priceFen = priceAfter(row, lead.priceFen)
    addTo(row, lead)
    addTo(totals, lead)
  }
  const inOrder = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  return { month, leads, rows: inOrder.map(([, row]) => row), totals }
}
