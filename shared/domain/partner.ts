import * as z from 'zod'
import type { AdmissionRefusal } from './admission.ts'
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
    id: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -')
      .meta({ description: 'What is counted towards the daily cap is kept under it' }),
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

/** Everything an operator says about a partner: an agency or a media house that brings leads, on what terms, and of what quality. */
export const PartnerSettings = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    status: z.enum(['active', 'paused']),
    terms: z
      .array(PartnerTerms)
      .max(100)
      .refine((terms) => new Set(terms.map(({ id }) => id)).size === terms.length, 'must not repeat an id')
      .refine((terms) => !overlap(terms), 'must not hold for one campaign twice on the same day'),
    limits: PartnerLimits,
  })
  .meta({ id: 'PartnerSettings' })
export type PartnerSettings = z.infer<typeof PartnerSettings>

export const Partner = z
  .object({
    partnerId: PartnerId,
    version: z.int().min(1),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    settings: PartnerSettings,
    letInAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'When it last became active: its quality is judged by the leads it brought since' }),
    pausedBecause: PausedBecause.optional(),
  })
  .meta({ id: 'Partner' })
export type Partner = z.infer<typeof Partner>

/** Whether terms hold on a day. */
export const holdOn = ({ from, to = OPEN_END }: PartnerTerms, day: Day): boolean => from <= day && day <= to

/** The terms that hold for a partner's leads to a campaign on a day, if any. */
const termsFor = ({ settings }: Partner, campaignId: string, day: Day): PartnerTerms | undefined =>
  settings.terms.find((terms) => terms.campaignIds.includes(campaignId) && holdOn(terms, day))

/** On which terms a lead is let in, and since when its partner has been; or why it is not. */
export type Admission =
  | { status: 'admitted'; terms: PartnerTerms; since: string }
  | { status: 'refused'; reason: AdmissionRefusal }

/** Whether a partner may bring a lead. Whether the daily cap of its terms is reached, the write of the lead finds out. */
export const admit = (
  partner: Partner | undefined,
  { campaignId, day }: { campaignId: string; day: Day },
): Admission => {
  if (partner === undefined) return { status: 'refused', reason: 'partner_unknown' }
  const { settings, letInAt: since } = partner
  if (settings.status === 'paused' || since === undefined) return { status: 'refused', reason: 'partner_paused' }
  const terms = termsFor(partner, campaignId, day)
  return terms ? { status: 'admitted', terms, since } : { status: 'refused', reason: 'not_in_terms' }
}
