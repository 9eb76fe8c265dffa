import * as z from 'zod'
import { CampaignId, CampaignSettings } from './campaign.ts'
import { Day } from './day.ts'
import { PartnerLimits, PausedBecause } from './partnerLimits.ts'

/** As campaigns name it. */
export const PartnerId = CampaignSettings.shape.partners.unwrap().element

/** A hundred thousand yuan: more than any lead costs. */
const MAX_PRICE_FEN = 10_000_000

const OPEN_END = '9999-12-31'

/** Which campaigns a partner may bring leads to, from a day to a day (both included, in the campaign's time zone), and at what price. */
const PartnerTerms = z
  .strictObject({
    from: Day,
    to: Day.optional(),
    campaignIds: z.array(CampaignId).min(1).max(100),
    pricePerLeadFen: z.int().min(0).max(MAX_PRICE_FEN),
    dailyCap: z.int().min(1).max(1_000_000).optional().meta({
      description: 'The most leads that are accepted on a day, in all campaigns of these terms together',
    }),
  })
  .refine(({ from, to }) => to === undefined || from <= to, { path: ['to'], message: 'must not lie before from' })
  .meta({ id: 'PartnerTerms' })
export type PartnerTerms = z.infer<typeof PartnerTerms>

/** Whether terms hold for a campaign twice on the same day: which price would it be? */
const overlap = (terms: readonly PartnerTerms[]): boolean => {
  const heldUntil = new Map<string, Day>()
  for (const { campaignIds, from, to = OPEN_END } of terms.toSorted((a, b) => (a.from < b.from ? -1 : 1)))
    for (const campaignId of campaignIds) {
      if (from <= (heldUntil.get(campaignId) ?? '')) return true
      heldUntil.set(campaignId, to)
    }
  return false
}

/** An agency or a media house that brings leads, on what terms, and of what quality. */
export const Partner = z
  .object({
    partnerId: PartnerId,
    name: z.string().trim().min(1).max(100),
    status: z.enum(['active', 'paused']),
    terms: z
      .array(PartnerTerms)
      .max(100)
      .refine((terms) => !overlap(terms), 'must not hold for one campaign twice on the same day'),
    limits: PartnerLimits,
    pausedBecause: PausedBecause.optional(),
  })
  .meta({ id: 'Partner' })
export type Partner = z.infer<typeof Partner>

/** The terms that hold for a partner's leads to a campaign on a day, if any. */
export const termsOn = ({ terms }: Partner, campaignId: string, day: Day): PartnerTerms | undefined =>
  terms.find(({ campaignIds, from, to = OPEN_END }) => campaignIds.includes(campaignId) && from <= day && day <= to)

/** Why a partner's lead is refused. */
export const ADMISSION_REFUSALS = ['partner_unknown', 'partner_paused', 'not_in_terms', 'daily_cap'] as const
export type AdmissionRefusal = (typeof ADMISSION_REFUSALS)[number]

export type Admission = { status: 'admitted'; priceFen: number } | { status: 'refused'; reason: AdmissionRefusal }

/** Whether a partner's lead is let in; `soFar` leads were accepted from it on that day in the campaigns of its terms. */
export const admit = (
  partner: Partner | undefined,
  { campaignId, day, soFar }: { campaignId: string; day: Day; soFar: number },
): Admission => {
  if (partner === undefined) return { status: 'refused', reason: 'partner_unknown' }
  if (partner.status === 'paused') return { status: 'refused', reason: 'partner_paused' }
  const terms = termsOn(partner, campaignId, day)
  if (terms === undefined) return { status: 'refused', reason: 'not_in_terms' }
  const { pricePerLeadFen: priceFen, dailyCap } = terms
  if (dailyCap !== undefined && soFar >= dailyCap) return { status: 'refused', reason: 'daily_cap' }
  return { status: 'admitted', priceFen }
}
