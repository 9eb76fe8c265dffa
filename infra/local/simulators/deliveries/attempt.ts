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
