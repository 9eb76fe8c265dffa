import * as z from 'zod'
import type { Admitted } from './admission.ts'
import { AMOUNTS, type Amount, Amounts } from './amounts.ts'
import { Day, dayOf, daysBetween } from './day.ts'
import { type Change, DimensionsRecord, type MovedCount } from './lead.ts'
import { MILESTONES, Milestone, type Milestones } from './milestone.ts'
import { PartnerTally, partnerTallyOf } from './partnerCounts.ts'
import { type Dimensions, NO_DIMENSIONS } from './touch.ts'

/** What a report counts: every milestone once per lead, and beside them repeats and rejected leads. */
export const COUNTS = [...MILESTONES, 'repeated', 'rejected'] as const
export const Count = z.enum(COUNTS)
export type Count = z.infer<typeof Count>

/** How the credit workflow may decide about an application. */
export const DECISIONS = ['credited', 'declined'] as const
export type Decision = (typeof DECISIONS)[number]

/** One line of the append-only record of a lead or a visit, with what it added to the counters. */
export const JournalEntry = z.object({
  eventId: z.string(),
  type: z.string(),
  at: z.iso.datetime(),
  campaignId: z.string(),
  mode: z.enum(['live', 'test']),
  eventDay: Day,
  cohortDay: Day,
  dimensions: DimensionsRecord,
  counts: z.array(Count),
  amounts: Amounts.optional(),
  /** Milestones that are counted here from now on, or no longer, with the days on which they were reached. */
  gained: z.array(z.object({ count: Milestone, day: Day })).optional(),
  moved: z.array(z.object({ count: Milestone, day: Day })).optional(),
  /** Of the first decision about an application: the day of the application. */
  appliedDay: Day.optional(),
  /** What it added to the quality of a partner, on its day. */
  partner: PartnerTally.optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

/** By the day of the first touch, by the day it happened, or by the day of the application that was decided about. */
export type Basis = 'cohort' | 'event' | 'applied'

/**
 * What a counter adds up; of decisions also how many days after the application they came. No counter ever shrinks: what
 * is counted elsewhere from now on is added up beside, and readers take it off.
 */
export type Counted = Count | Amount | `${Milestone}_moved` | `${Decision}_after_${number}`

/** One counter. */
export type CounterRef = {
  campaignId: string
  mode: 'live' | 'test'
  basis: Basis
  day: Day
  dimensions: Dimensions
  count: Counted
}

const countsOf = (change: Change): Count[] => {
  if (change.type === 'lead.repeated') return ['repeated']
  if (change.type === 'lead.rejected') return ['rejected']
  return change.reached
}

type Countable = {
  campaignId: string
  mode: 'live' | 'test'
  timezone: string
  cohortDay: Day
  dimensions: Dimensions
  /** Of a lead: what it reached up to this change. */
  milestones?: Milestones
  /** Of a lead: the partner that brought it, where it was let in. */
  admitted?: Admitted | undefined
  event: Change
}

const isDecision = (count: Count): count is Decision => DECISIONS.some((decision) => decision === count)

/** The day of the application that a change decided about, once: a decision that follows another one is of no application. */
const appliedDayOf = ({ event, milestones = {}, timezone }: Countable): Day | undefined => {
  const isFirst = DECISIONS.filter((decision) => milestones[decision] !== undefined).length === 1
  if (milestones.applied === undefined || !isFirst || !event.reached.some(isDecision)) return undefined
  return dayOf(milestones.applied, timezone)
}

const onDays = (counts: readonly MovedCount[] | undefined, timezone: string) =>
  counts?.map(({ milestone, at }) => ({ count: milestone, day: dayOf(at, timezone) }))

/** The journal entry of the change that an item carries. */
export const entryOf = (item: Countable, details?: Record<string, unknown>): JournalEntry => {
  const { event, campaignId, mode, timezone, cohortDay, dimensions } = item
  const appliedDay = appliedDayOf(item)
  const [gained, moved] = [onDays(event.gained, timezone), onDays(event.moved, timezone)]
  const partner = partnerTallyOf(item)
  return {
    eventId: event.id,
    type: event.type,
    at: event.at,
    campaignId,
    mode,
    eventDay: dayOf(event.at, timezone),
    cohortDay,
    dimensions,
    counts: countsOf(event),
    ...(event.amounts && { amounts: event.amounts }),
    ...(gained && { gained }),
    ...(moved && { moved }),
    ...(appliedDay && { appliedDay }),
    ...(partner && { partner }),
    ...(details && { details }),
  }
}

/** How long after its application each decision of an entry came. */
const agesOf = ({ counts, appliedDay, eventDay }: JournalEntry): { day: Day; count: Counted }[] =>
  appliedDay === undefined
    ? []
    : counts.filter(isDecision).map((decision) => ({
        day: appliedDay,
        count: `${decision}_after_${Math.max(0, daysBetween(appliedDay, eventDay) - 1)}` as const,
      }))

/** What an entry counts on days of its own: by cohort with the lead's, by event on the day it was reached. */
const joinCounts = ({ gained = [], moved = [], cohortDay }: JournalEntry) => {
  const counts: { count: Counted; day: Day }[] = [
    ...gained,
    ...moved.map(({ count, day }) => ({ count: `${count}_moved` as const, day })),
  ]
  return counts.flatMap(({ count, day }) => [
    { basis: 'cohort' as const, day: cohortDay, count, by: 1 },
    { basis: 'event' as const, day, count, by: 1 },
  ])
}

/** Every counter that an entry adds to, and how much: each count and amount by cohort and by event day; decisions by the day of their application too, whatever ad it came from. */
export const countersOf = (entry: JournalEntry): (CounterRef & { by: number })[] => {
  const { campaignId, mode, dimensions, cohortDay, eventDay, counts, amounts = {} } = entry
  const where = { campaignId, mode, dimensions }
  const added: { count: Counted; by: number }[] = [
    ...counts.map((count) => ({ count, by: 1 })),
    ...AMOUNTS.flatMap((count) => (amounts[count] ? [{ count, by: amounts[count] }] : [])),
  ]
  return [
    ...added.map((one) => ({ ...where, basis: 'cohort' as const, day: cohortDay, ...one })),
    ...added.map((one) => ({ ...where, basis: 'event' as const, day: eventDay, ...one })),
    ...joinCounts(entry).map((one) => ({ ...where, ...one })),
    ...agesOf(entry).map((one) => ({ ...where, dimensions: NO_DIMENSIONS, basis: 'applied' as const, by: 1, ...one })),
  ]
}
