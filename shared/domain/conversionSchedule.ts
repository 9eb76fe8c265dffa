const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seconds before each attempt, counted from the one before: the example of Standard Webhooks. Then daily. */
const DELAYS = [0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR] as const

/** Delays grow by up to this share, so that what failed together does not come back together. */
const JITTER = 0.1

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** A number from 0 to below 1 that is always the same for the same text: FNV-1a of 32 bits. */
const shareOf = (text: string): number => {
  let hash = FNV_OFFSET
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME)
  return (hash >>> 0) / 2 ** 32
}

/** Seconds to wait after so many attempts; `conversionId` seeds the jitter. The first attempt does not wait. */
export const secondsBefore = (conversionId: string, attempts: number): number => {
  const delay = DELAYS[attempts] ?? DAY
  return Math.round(delay * (1 + JITTER * shareOf(`${conversionId}/${attempts}`)))
}

type Attempted = {
  conversionId: string
  attempts: number
  now: Date
  deadline: Date
  /** What the destination asks for; at most a day of it is granted. */
  afterSeconds?: number
}

/** When to try again, or undefined when that would be too late. */
export const nextAttempt = ({
  conversionId,
  attempts,
  now,
  deadline,
  afterSeconds = 0,
}: Attempted): Date | undefined => {
  const seconds = Math.max(secondsBefore(conversionId, attempts), Math.min(afterSeconds, DAY))
  const next = new Date(now.getTime() + seconds * 1000)
  return next < deadline ? next : undefined
}

/** The seconds that a `Retry-After` header asks for, given as seconds or as a date; undefined when it says neither. */
export const retryAfterSeconds = (header: string | null, now: Date): number | undefined => {
  const written = header?.trim() ?? ''
  if (/^\d{1,10}$/.test(written)) return Number(written)
  const at = Date.parse(written)
  return /^[A-Z][a-z]{2}, /.test(written) && !Number.isNaN(at)
    ? Math.max(0, Math.ceil((at - now.getTime()) / 1000))
    : undefined
}

/** Whether something happened more than so many days after something else. */
export const isLongAfter = (earlier: string, at: string, days: number): boolean =>
  Date.parse(at) - Date.parse(earlier) > days * DAY * 1000

type Window = { days: number; from: 'click' | 'event' }

/** When a platform no longer takes an event: so many days after the click, or after the event itself. */
export const deadlineOf = (event: { at: string; click?: { at: string } }, { days, from }: Window): Date => {
  const start = from === 'click' ? (event.click?.at ?? event.at) : event.at
  return new Date(Date.parse(start) + days * DAY * 1000)
}
