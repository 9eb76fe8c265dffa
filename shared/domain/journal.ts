import * as z from 'zod'
import { Day, dayOf, daysBetween } from './day.ts'
import { type Change, DimensionsRecord } from './lead.ts'
import { MILESTONES } from './milestone.ts'
import type { Dimensions } from './touch.ts'

/** What a report counts: every milestone once per lead, and beside them repeats and rejected leads. */
export const COUNTS = [...MILESTONES, 'repeated', 'rejected'] as const
export const Count = z.enum(COUNTS)
export type Count = z.infer<typeof Count>

/** What a report adds up beside counts, in fen. */
export const AMOUNTS = ['limitFen', 'disbursedFen'] as const
export type Amount = (typeof AMOUNTS)[number]

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
  amounts: z.partialRecord(z.enum(AMOUNTS), z.int().min(0)).optional(),
  /** Of a decision: the day of the application that it is about. */
  appliedDay: Day.optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

/** By the day of the first touch, by the day it happened, or by the day of the application that was decided about. */
export type Basis = 'cohort' | 'event' | 'applied'

/** What a counter adds up; of decisions also how many days after the application they came. */
export type Counted = Count | Amount | `${Decision}_after_${number}`

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
  event: Change
}

/** The journal entry of the change that an item carries. */
export const entryOf = (item: Countable, details?: Record<string, unknown>): JournalEntry => ({
  eventId: item.event.id,
  type: item.event.type,
  at: item.event.at,
  campaignId: item.campaignId,
  mode: item.mode,
  eventDay: dayOf(item.event.at, item.timezone),
  cohortDay: item.cohortDay,
  dimensions: item.dimensions,
  counts: countsOf(item.event),
  ...(details && { details }),
})

const isDecision = (count: Count): count is Decision => DECISIONS.some((decision) => decision === count)

/** How long after its application each decision of an entry came. */
const agesOf = ({ counts, appliedDay, eventDay }: JournalEntry): { day: Day; count: Counted }[] =>
  appliedDay === undefined
    ? []
    : counts.filter(isDecision).map((decision) => ({
        day: appliedDay,
        count: `${decision}_after_${Math.max(0, daysBetween(appliedDay, eventDay) - 1)}` as const,
      }))

/** Every counter that an entry adds to, and how much: each count and amount by cohort and by event day, decisions by their application too. */
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
    ...agesOf(entry).map((one) => ({ ...where, basis: 'applied' as const, by: 1, ...one })),
  ]
}
