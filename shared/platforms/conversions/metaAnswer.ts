import * as z from 'zod'
import type { ConversionVerdict } from '../../domain/conversion.ts'
import type { Batch, PlatformAnswer } from './adapter.ts'
import {
  ACCEPTED,
  answerIn,
  codeReason,
  forAll,
  refusedTogether,
  rejected,
  retry,
  statusVerdicts,
  TOKEN_EXPIRED,
  UNREADABLE,
} from './verdicts.ts'

const Received = z.object({ events_received: z.int().min(0) })

const Refused = z.object({
  error: z.object({ code: z.int(), error_subcode: z.int().optional(), is_transient: z.boolean().optional() }),
})
type GraphError = z.infer<typeof Refused>['error']

// Codes of the Graph API in general; the pages on conversions list none.
const TOKEN_CODES = new Set([102, 190])
const PASSING = new Set([1, 2, 4, 17, 32, 341, 613])
const PERMISSION_CODES = new Set([3, 10, 803])
const isPermission = (code: number): boolean => PERMISSION_CODES.has(code) || (code >= 200 && code <= 299)
/** Limits of a business use case, ad accounts and data sets among them. */
const isBusinessLimit = (code: number): boolean => code >= 80_000 && code <= 80_014

const reasonOf = ({ code, error_subcode }: GraphError): string =>
  codeReason(error_subcode === undefined ? code : `${code}.${error_subcode}`)

const errorVerdicts = (error: GraphError, events: Batch): ConversionVerdict[] => {
  const { code, is_transient } = error
  if (TOKEN_CODES.has(code)) return forAll(events, TOKEN_EXPIRED)
  if (is_transient === true || PASSING.has(code) || isBusinessLimit(code)) return forAll(events, retry(reasonOf(error)))
  return isPermission(code) ? forAll(events, rejected(reasonOf(error))) : refusedTogether(events, reasonOf(error))
}

/** Reads Meta's answer. Fewer events received than sent leave open which: what it has, it knows again by its id for 48 hours. */
export const metaVerdicts = (answer: PlatformAnswer, events: Batch): ConversionVerdict[] => {
  const refused = answerIn(answer.body, Refused)
  if (refused) return errorVerdicts(refused.error, events)
  const verdicts = statusVerdicts(answer.status, events)
  if (verdicts) return verdicts
  const received = answerIn(answer.body, Received)?.events_received
  if (received === undefined) return forAll(events, UNREADABLE)
  return received >= events.length ? forAll(events, ACCEPTED) : refusedTogether(events, 'not_all_received')
}
