import * as z from 'zod'
import type { PlatformAnswer } from './conversions/adapter.ts'
import { answerIn, codeReason } from './conversions/verdicts.ts'

/** A token, good for so many seconds, and what gets the next where one came with it. */
type Given = { token: string; seconds: number; next?: { refreshToken: string; seconds: number } }

/** What a request for a token was answered: why there is none, and whether the same may be answered another time. */
export type TokenAnswer = Given | { failed: string; passing: boolean }

const Refused = z.object({ code: z.int() })

/** Reads an answer that tells a code inside HTTP 200, which may pass by itself. */
export const tokenAnswer = (
  { status, body }: PlatformAnswer,
  given: z.ZodType<Given>,
  passes: (code: number) => boolean,
): TokenAnswer => {
  if (status !== 200) return { failed: `http_${status}`, passing: status >= 500 || status === 429 }
  const token = answerIn(body, given)
  if (token) return token
  const code = answerIn(body, Refused)?.code
  if (code === undefined || code === 0) return { failed: 'answer_unreadable', passing: true }
  return { failed: codeReason(code), passing: passes(code) }
}
