import * as z from 'zod'
import type { LaterVerdict, PlatformAnswer } from './adapter.ts'
import { ACCEPTED, answerIn, codeReason, rejected, retry, TOKEN_EXPIRED } from './verdicts.ts'

const PENDING: LaterVerdict = { status: 'pending' }

const PREFIX = 'PROCESSING_ERROR_REASON_'

/** It has the event by another upload. */
const ALREADY_THERE = 'DUPLICATE_TRANSACTION_ID'

/** Google's own failure: the event is not there, and may be sent again under its id. */
const PASSING = 'INTERNAL_ERROR'

const Reason = z.string().transform((reason) => reason.replace(PREFIX, ''))

const Status = z.object({
  requestStatusPerDestination: z.tuple([
    z.object({
      requestStatus: z.string(),
      errorInfo: z.object({ errorCounts: z.array(z.object({ reason: Reason })).default([]) }).optional(),
    }),
  ]),
})

const Refused = z.object({ error: z.object({ status: z.string() }) })

/** Reasons are told, but not of which event: clear is only one that all failed for. */
const ofFailures = (told: readonly string[], areAll: boolean): LaterVerdict => {
  const reasons = new Set(told)
  if (reasons.size === 1 && reasons.has(ALREADY_THERE)) return ACCEPTED
  reasons.delete(ALREADY_THERE)
  const [reason = 'UNSPECIFIED', ...others] = reasons
  const written = codeReason(reason)
  if (!areAll || others.length > 0 || told.includes(ALREADY_THERE)) return { status: 'apart', reason: written }
  return reason === PASSING ? retry(written) : rejected(written)
}

/** Reads what became of a request, by `requestStatus:retrieve`. A request that Google does not know is to be made again. */
export const googleStatusVerdict = ({ status, body }: PlatformAnswer): LaterVerdict => {
  const refusal = answerIn(body, Refused)?.error.status
  if (refusal === 'UNAUTHENTICATED' || status === 401) return TOKEN_EXPIRED
  if (refusal === 'NOT_FOUND') return retry(codeReason(refusal))
  const told = answerIn(body, Status)?.requestStatusPerDestination[0]
  const reasons = told?.errorInfo?.errorCounts.map(({ reason }) => reason) ?? []
  switch (told?.requestStatus) {
    case 'SUCCESS':
      return ACCEPTED
    case 'PARTIAL_SUCCESS':
      return ofFailures(reasons, false)
    case 'FAILED':
    case 'FAILURE':
      return ofFailures(reasons, true)
    default:
      return PENDING
  }
}
