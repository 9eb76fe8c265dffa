/** Ways by which a platform counts the same event as often as it gets it: no id goes with it, or none that it heeds. */
const COUNTS_REPEATS: ReadonlySet<string> = new Set(['baidu.callback', 'kuaishou', 'ocean_engine', 'ocean_engine.clue'])

const HOUR_MS = 3_600_000

/** For how long others know an event, where that is not for good. */
const KNOWN_MS: Readonly<Record<string, number>> = { meta: 48 * HOUR_MS }

/** Whether a platform knows an event again that was sent to it so many milliseconds ago. */
export const knowsRepeats = (wayId: string, ageMs = 0): boolean =>
  !COUNTS_REPEATS.has(wayId) && ageMs < (KNOWN_MS[wayId] ?? Number.POSITIVE_INFINITY)
