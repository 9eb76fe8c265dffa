import * as z from 'zod'
import { type Lead, LeadId } from './lead.ts'
import { LATER_EVENTS, Milestone } from './milestone.ts'

/** A number in JSON, digits in a query. */
const AmountFen = z
  .union([z.int(), z.string().regex(/^\d{1,11}$/)])
  .transform(Number)
  .pipe(z.int().min(0).max(10_000_000_000))

/** What a partner reports: the lead by our id or by the click id it was given, the milestone, and when. */
export const Postback = z
  .object({
    clickId: z.string().trim().min(1).max(255).optional(),
    leadId: LeadId.optional(),
    event: Milestone,
    at: z.iso
      .datetime({ offset: true })
      .transform((at) => new Date(at).toISOString())
      .optional(),
    amountFen: AmountFen.optional(),
  })
  .refine(({ clickId, leadId }) => clickId !== undefined || leadId !== undefined, {
    path: ['clickId'],
    message: 'or leadId is needed',
  })
export type Postback = z.infer<typeof Postback>

/** What a report was taken for. */
export const PostbackVerdict = z
  .enum(['accepted', 'duplicate', 'unknown_lead', 'not_their_lead', 'too_late', 'impossible'])
  .meta({
    id: 'PostbackVerdict',
    description:
      '`duplicate`: the milestone of the lead was reported before, by another message. `too_late`: it lies later after the lead than the click window of the campaign. `impossible`: it lies before the lead or in the future, the lead was not accepted, the event is none that comes after a lead, or an amount goes with an event that has none',
  })
export type PostbackVerdict = z.infer<typeof PostbackVerdict>

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

/** Clocks differ. */
const SKEW_MS = 5 * MINUTE_MS

const WITH_AMOUNT: ReadonlySet<Milestone> = new Set(['preapproved', 'credited', 'disbursed', 'repaid'])

/** Who reports, what holds for the lead's campaign, and when it is. */
export type Reported = { partnerId: string; clickWindowDays: number; now: Date }

/** What a report about a lead is taken for, were it the first. */
export const judgeReport = (
  { verdict, receivedAt, dimensions }: Lead,
  { event, at, amountFen }: Postback,
  { partnerId, clickWindowDays, now }: Reported,
): Exclude<PostbackVerdict, 'duplicate' | 'unknown_lead'> => {
  if (dimensions.partner !== partnerId) return 'not_their_lead'
  const happened = at === undefined ? now.getTime() : Date.parse(at)
  const age = happened - Date.parse(receivedAt)
  const isPossible =
    verdict.status === 'accepted' &&
    event in LATER_EVENTS &&
    (amountFen === undefined || WITH_AMOUNT.has(event)) &&
    age >= -SKEW_MS &&
    happened <= now.getTime() + SKEW_MS
  if (!isPossible) return 'impossible'
  return age > clickWindowDays * DAY_MS ? 'too_late' : 'accepted'
}
