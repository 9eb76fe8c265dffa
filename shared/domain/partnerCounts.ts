import * as z from 'zod'
import type { Admitted } from './admission.ts'
import type { Day } from './day.ts'
import type { Change } from './lead.ts'
import type { Milestones } from './milestone.ts'
import type { DayCounts } from './partnerDrift.ts'

/** What a partner's quality is judged by: leads that were new, leads that were not, and what was decided about them. */
export const PARTNER_COUNTS = ['accepted', 'duplicates', 'credited', 'declined'] as const
export type PartnerCount = (typeof PARTNER_COUNTS)[number]

/** One more of a count for a partner, with the time since when it had been let in. */
export const PartnerTally = z.object({ partnerId: z.string(), since: z.iso.datetime(), count: z.enum(PARTNER_COUNTS) })
export type PartnerTally = z.infer<typeof PartnerTally>

type Countable = { mode: 'live' | 'test'; milestones?: Milestones; admitted?: Admitted | undefined; event: Change }

/** The first decision about a lead; one that follows another is of no quality. */
const decisionOf = ({ event, milestones = {} }: Countable): PartnerCount | undefined => {
  if (milestones.credited !== undefined && milestones.declined !== undefined) return undefined
  return (['credited', 'declined'] as const).find((decision) => event.reached.includes(decision))
}

/** What a change says about the partner that brought the lead, if anything. Tests say nothing. */
export const partnerTallyOf = (item: Countable): PartnerTally | undefined => {
  const { mode, admitted, event } = item
  if (mode === 'test') return undefined
  const { partnerId, since } = event.broughtBy ?? {}
  if (event.type === 'lead.repeated' && partnerId !== undefined && since !== undefined)
    return { partnerId, since, count: 'duplicates' }
  const count = event.type === 'lead.captured' ? 'accepted' : decisionOf(item)
  return admitted && count && { partnerId: admitted.partnerId, since: admitted.since, count }
}

/** What was counted for a partner on a day. */
export type PartnerDay = { day: Day } & Record<PartnerCount, number>

/** Duplicates among a partner's leads, and refusals among decisions about them, by day. */
export const qualityOf = (days: readonly PartnerDay[]): { duplicates: DayCounts[]; refusals: DayCounts[] } => ({
  duplicates: days.map(({ day, accepted, duplicates }) => ({ day, samples: accepted + duplicates, bad: duplicates })),
  refusals: days.map(({ day, credited, declined }) => ({ day, samples: credited + declined, bad: declined })),
})
