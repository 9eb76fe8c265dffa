/** Ways by which a platform counts the same event as often as it gets it: no id goes with it, or none that it heeds. */
const COUNTS_REPEATS: ReadonlySet<string> = new Set(['baidu.callback', 'kuaishou', 'ocean_engine', 'ocean_engine.clue'])

/** Whether a platform knows an event again that was sent to it before. */
export const knowsRepeats = (wayId: string): boolean => !COUNTS_REPEATS.has(wayId)
