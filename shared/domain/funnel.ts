import { COUNTS, type Count } from './journal.ts'
import { type Chain, hasFollowStep } from './milestone.ts'
import type { Dimensions } from './touch.ts'

export type Counts = Record<Count, number>

/** One counter row: where, when and how many. */
export type CounterRow = { day: string; dimensions: Dimensions; counts: Partial<Counts> }

export const GROUPINGS = ['day', 'platform', 'account', 'ad', 'creative', 'partner'] as const
export type Grouping = (typeof GROUPINGS)[number]

export type Rates = {
  followRate: number | null
  registrationRate: number | null
  completionRate: number | null
  approvalRate: number | null
  drawDownRate: number | null
}

export type FunnelRow = { group: Partial<Record<Grouping, string>>; counts: Counts; rates: Rates }

/** Part of whole, between 0 and 1; null where the whole is 0. Late and early events may leave more parts than whole on one day: that is shown as 1. */
const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.min(part, whole) / whole)

export const ratesOf = (chain: Chain, counts: Counts): Rates => ({
  followRate: share(counts.followed, counts.visited),
  registrationRate: share(counts.registered, hasFollowStep(chain) ? counts.followed : counts.captured),
  completionRate: share(counts.applied, counts.registered),
  approvalRate: share(counts.credited, counts.applied),
  drawDownRate: share(counts.disbursed, counts.credited),
})

const noCounts = (): Counts => Object.fromEntries(COUNTS.map((count) => [count, 0])) as Counts

const groupOf = (row: CounterRow, by: readonly Grouping[]) =>
  Object.fromEntries(by.map((name) => [name, name === 'day' ? row.day : row.dimensions[name]]))

/** Counter rows added up by the groupings asked for, in the order of their keys; one row for all when none is asked for. */
export const funnelRows = (chain: Chain, rows: Iterable<CounterRow>, by: readonly Grouping[]): FunnelRow[] => {
  const sums = new Map<string, { group: FunnelRow['group']; counts: Counts }>()
  if (by.length === 0) sums.set('', { group: {}, counts: noCounts() })
  for (const row of rows) {
    const group = groupOf(row, by)
    const key = by.map((name) => group[name]).join(' ')
    const sum = sums.get(key) ?? { group, counts: noCounts() }
    for (const count of COUNTS) sum.counts[count] += row.counts[count] ?? 0
    sums.set(key, sum)
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { group, counts }]) => ({ group, counts, rates: ratesOf(chain, counts) }))
}
