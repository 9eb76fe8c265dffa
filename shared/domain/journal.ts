import * as z from 'zod'
import { Day, dayOf } from './day.ts'
import { type Change, DimensionsRecord } from './lead.ts'
import { MILESTONES } from './milestone.ts'
import type { Dimensions } from './touch.ts'

/** What a report counts: every milestone once per lead, and beside them repeats and rejected leads. */
export const COUNTS = [...MILESTONES, 'repeated', 'rejected'] as const
export const Count = z.enum(COUNTS)
export type Count = z.infer<typeof Count>

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
  details: z.record(z.string(), z.unknown()).optional(),
})
export type JournalEntry = z.infer<typeof JournalEntry>

export type Basis = 'cohort' | 'event'

/** One counter that an entry adds one to. */
export type CounterRef = {
  campaignId: string
  mode: 'live' | 'test'
  basis: Basis
  day: Day
  dimensions: Dimensions
  count: Count
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

/** Every counter that an entry adds one to: each count by cohort and by event day. */
export const countersOf = (entry: JournalEntry): CounterRef[] =>
  entry.counts.flatMap((count) => {
    const { campaignId, mode, dimensions } = entry
    return [
      { campaignId, mode, basis: 'cohort', day: entry.cohortDay, dimensions, count } as const,
      { campaignId, mode, basis: 'event', day: entry.eventDay, dimensions, count } as const,
    ]
  })
