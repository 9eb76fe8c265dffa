import { setTimeout as pause } from 'node:timers/promises'

/** How a sender waits: until it gives an answer up, and before it tries again. A deadline ends with a TimeoutError. */
export type Patience = {
  deadline: (ms: number) => AbortSignal
  pause: (ms: number) => Promise<unknown>
}

/** By the clock of this machine. */
export const CLOCK: Patience = {
  deadline: (ms) => AbortSignal.timeout(ms),
  pause: (ms) => pause(ms, undefined, { ref: false }),
}

/** What became of one attempt: the status and text of the answer, or why there was none. */
export type Attempt = { at: string; status?: number; answer?: string; failure?: 'timeout' | 'disconnected' }

/** Platforms give an answer up after 5 s (reference §2.3). */
const ANSWER_MS = 5000
const SHOWN_CHARACTERS = 200

type Sent = { url: string; query: Record<string, string>; at: Date; init?: RequestInit }

/** Asks the API once, redirects not followed. Never fails. */
export const attempt = async (patience: Patience, { url, query, at, init }: Sent): Promise<Attempt> => {
  const signal = patience.deadline(ANSWER_MS)
  try {
    const response = await fetch(`${url}?${new URLSearchParams(query)}`, { ...init, redirect: 'manual', signal })
    const answer = (await response.text()).slice(0, SHOWN_CHARACTERS)
    return { at: at.toISOString(), status: response.status, answer }
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return { at: at.toISOString(), failure: isLate ? 'timeout' : 'disconnected' }
  }
}

/** After an answer that does not end it, up to 3 times again (reference §2.3, §4.1). */
const ATTEMPTS = 4

/** Between attempts; platforms do not say. */
const PAUSE_MS = 1000

type Asked = { now: () => Date; patience: Patience; keep: Attempt[]; ends: (last: Attempt) => boolean }

/** Asks until an answer ends it or it is given up; each attempt is made anew and kept. */
export const attemptUntil = async (
  { now, patience, keep, ends }: Asked,
  requestAt: (at: Date) => Omit<Sent, 'at'>,
): Promise<void> => {
  for (let left = ATTEMPTS; left > 0; left--) {
    const at = now()
    const last = await attempt(patience, { ...requestAt(at), at })
    keep.push(last)
    if (ends(last)) return
    if (left > 1) await patience.pause(PAUSE_MS)
  }
}
