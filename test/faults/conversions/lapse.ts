import { setTimeout as pause } from 'node:timers/promises'
import type { MovableClock } from '../clock.ts'
import type { TableBehind } from './outside.ts'
import { DUE_PARTITIONS, PARKED_PARTITIONS } from './partitions.ts'

const LOOK_EVERY_MS = 200

const MINUTE_MS = 60_000

/** How much later than it must be the clock is moved to what is next, so that more comes at once: a share of the way. */
const LATER = 0.1

/** For so many minutes of its clock something that is due may wait for its message: one that was lost is missed after five. */
const MOST_MINUTES = 60

type Rest = {
  /** Whether no call is under way, nor was one just now. */
  isQuiet: () => boolean
  /** Waits until the server is there. */
  settled: () => Promise<void>
}

const earliest = async (table: TableBehind, partitions: readonly string[]): Promise<string | undefined> => {
  const firsts = await Promise.all(partitions.map((partition) => table.first(partition, 1)))
  return firsts.flat().sort()[0]
}

/** The next open conversion, with the time when something is to be done about it; undefined when none is open. Parked ones are looked at every minute. */
const nextOf = async (table: TableBehind, now: number): Promise<{ name: string; at: number } | undefined> => {
  const due = await earliest(table, DUE_PARTITIONS)
  if (due !== undefined) return { name: due, at: Date.parse(due.slice(0, due.indexOf('#'))) }
  const parked = await earliest(table, PARKED_PARTITIONS)
  return parked === undefined ? undefined : { name: parked, at: now + MINUTE_MS }
}

/** Moves the clock forward whenever nothing is due and nothing is being sent, until nothing is open; what is open and nothing happens about, where there is such. */
export const passTime = async (
  table: TableBehind,
  clock: MovableClock,
  { isQuiet, settled }: Rest,
): Promise<string | undefined> => {
  let seen = { name: '', minutes: 0 }
  for (;;) {
    await settled()
    const now = clock.now().getTime()
    const next = await nextOf(table, now)
    if (next === undefined) return undefined
    if (next.name !== seen.name) seen = { name: next.name, minutes: 0 }
    if (seen.minutes > MOST_MINUTES) return next.name
    const wait = Math.max(0, next.at - now)
    // What is due and not at work has its message out of sight, or lost it.
    if (wait > 0 || isQuiet()) {
      clock.move(wait * (1 + LATER) + MINUTE_MS)
      seen.minutes += 1
    }
    await pause(LOOK_EVERY_MS)
  }
}
