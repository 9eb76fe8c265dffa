import { CallbackRefusal } from './callbackRefusal.ts'

/** For how long a request is good, and how far clocks may be apart: 2 hours. */
const TOLERANCE_MS = 2 * 3_600_000

/** Platforms write times in seconds since 1970. Not a number when it is anything else, milliseconds too. */
const millisecondsOf = (seconds: string): number => (/^\d{10}$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN)

/** Whether a request that was signed at some second is good now. */
export const isGood = (seconds: string, now: Date): boolean =>
  Math.abs(millisecondsOf(seconds) - now.getTime()) <= TOLERANCE_MS

/** When something happened, ISO 8601. What a platform tells has happened: a later time would outlive all that follows. */
export const happenedAt = (seconds: string, now: Date): string => {
  const at = millisecondsOf(seconds)
  if (Number.isNaN(at) || at > now.getTime() + TOLERANCE_MS) throw new CallbackRefusal('malformed', 'CreateTime')
  return new Date(at).toISOString()
}
