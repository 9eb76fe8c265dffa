import type { Chance } from './chance.ts'

const HOUR_MS = 3_600_000

/** Asia/Shanghai knows no summer time. */
const SHANGHAI_MS = 8 * HOUR_MS

/** Visits by hour of the day, from midnight on. */
const BY_HOUR = [3, 2, 1, 1, 1, 2, 4, 7, 10, 14, 16, 14, 12, 12, 14, 15, 14, 12, 11, 13, 16, 17, 12, 6]

/** By day of the week, from Sunday on. */
const BY_WEEKDAY = [0.55, 1.1, 1.15, 1.1, 1.05, 1, 0.65]

/** How much more came at the end than at the beginning. */
const GROWTH = 0.6

type Hour = { from: number; weight: number }

/** Every hour of so many days up to an instant, weighted by how busy it is in Shanghai. */
const hoursUpTo = (until: number, days: number): Hour[] => {
  const hours = Math.floor(days * 24)
  return Array.from({ length: hours }, (_, i) => {
    const from = until - (hours - i) * HOUR_MS
    const local = new Date(from + SHANGHAI_MS)
    const rhythm = (BY_HOUR[local.getUTCHours()] ?? 0) * (BY_WEEKDAY[local.getUTCDay()] ?? 0)
    return { from, weight: rhythm * (1 + (GROWTH * i) / hours) }
  })
}

/** Draws instants (milliseconds) of the days up to `until`, in the rhythm of days and weeks. */
export const rhythmOf = (until: number, days: number) => {
  const hours = hoursUpTo(until, days)
  return (chance: Chance): number => Math.floor(chance.weighted(hours).from + chance.next() * HOUR_MS)
}

export type Rhythm = ReturnType<typeof rhythmOf>
