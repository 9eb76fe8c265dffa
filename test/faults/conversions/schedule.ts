import type { Row } from './found.ts'

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400]

/** Seconds before each attempt (issue 7): then daily. */
const SCHEDULE = [0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR]

/**
 * How much later an attempt may come: jitter and how this suite moves the clock, which both grow with the wait; and the
 * minutes in which a message that was lost in a kill is missed.
 */
const LATER = { share: 0.25, seconds: 20 * MINUTE }

const secondsOf = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000

/** What is wrong with the times of a row's attempts. Those of a row that waited for its destination may be late. */
export const spacingOf = ({ attempts, tries, createdAt }: Row, { mayWait = false } = {}): string[] =>
  attempts.flatMap(({ at }, n) => {
    const before = attempts[n - 1]
    const wait = SCHEDULE[tries - attempts.length + n] ?? DAY
    const seconds = secondsOf(before?.at ?? createdAt, at)
    // What the platform took to work on may be sent anew at once.
    const isSooner = seconds < wait && before?.outcome !== 'sent'
    const latest = wait * (1 + LATER.share) + LATER.seconds
    const isLater = seconds > latest && !mayWait && before?.outcome !== 'sent'
    return [
      ...(isSooner ? [`attempt ${n + 1} came after ${seconds} s, not ${wait}`] : []),
      ...(isLater ? [`attempt ${n + 1} came only after ${seconds} s, not ${wait}`] : []),
    ]
  })
