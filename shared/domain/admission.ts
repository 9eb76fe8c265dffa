import * as z from 'zod'

/** Why a lead of a partner is refused. */
export const AdmissionRefusal = z
  .enum(['not_in_campaign', 'partner_unknown', 'partner_paused', 'not_in_terms', 'daily_cap'])
  .meta({
    id: 'AdmissionRefusal',
    description:
      'The campaign does not list the partner; nobody knows it; it is paused; no terms of it hold for the campaign on that day; their daily cap is reached',
  })
export type AdmissionRefusal = z.infer<typeof AdmissionRefusal>

/** How a lead of a partner was let in: when, at which price in fen, and since when the partner itself had been. */
export const Admitted = z.object({
  partnerId: z.string(),
  priceFen: z.int().min(0),
  at: z.iso.datetime(),
  since: z.iso.datetime(),
  /** The lead that was let in, where the person goes on as another one. */
  of: z.string().optional(),
  /** The person turned out to be known already: nothing is owed. */
  lapsed: z.literal(true).optional(),
})
export type Admitted = z.infer<typeof Admitted>

/** Which partner a change is owed to that let no lead in; `since` where the partner itself was let in. */
export const BroughtBy = z.object({ partnerId: z.string(), since: z.iso.datetime().optional() })
export type BroughtBy = z.infer<typeof BroughtBy>
