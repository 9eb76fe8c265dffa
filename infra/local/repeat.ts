import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'

/** What a round of work found: more to do at once, something that more may follow soon, nothing, or the end of it all. */
export type Round = 'more' | 'some' | 'idle' | 'done'

export type Loop = { stop: () => Promise<void> }

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000

/** Repeats some work until it is done or stopped. Errors are reported and followed by a longer pause each. */
export const repeat = (
  work: () => Promise<Round> | Round,
  {
    pauseMs,
    shortPauseMs = pauseMs,
    report,
  }: { pauseMs: number; shortPauseMs?: number; report: (error: unknown) => void },
): Loop => {
  const stopping = new AbortController()
  const { signal } = stopping
  const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined)
  const loop = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const round = await work()
        if (round === 'done') return
        failures = 0
        await (round === 'more' ? nextTurn() : wait(round === 'some' ? shortPauseMs : pauseMs))
      } catch (error) {
        if (signal.aborted) return
        report(error)
        await wait(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures))
        failures += 1
      }
    }
  }
  const ended = loop()
  return {
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
