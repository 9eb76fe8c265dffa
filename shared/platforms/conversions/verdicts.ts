import type * as z from 'zod'
import type { ConversionVerdict } from '../../domain/conversion.ts'
import { parseJson } from '../parseJson.ts'

type Events = readonly unknown[]

type Verdict<Status> = Extract<ConversionVerdict, { status: Status }>

export const ACCEPTED: Verdict<'accepted'> = { status: 'accepted' }

export const TOKEN_EXPIRED: Verdict<'token_expired'> = { status: 'token_expired' }

export const rejected = (reason: string): Verdict<'rejected'> => ({ status: 'rejected', reason })

export const retry = (reason: string, afterSeconds?: number): Verdict<'retry'> =>
  afterSeconds === undefined ? { status: 'retry', reason } : { status: 'retry', reason, afterSeconds }

/** The same verdict for every event of a request. */
export const forAll = (events: Events, verdict: ConversionVerdict): ConversionVerdict[] => events.map(() => verdict)

/** All were refused for the sake of some: final only for an event that was alone. */
export const refusedTogether = (events: Events, reason: string): ConversionVerdict[] =>
  forAll(events, events.length === 1 ? rejected(reason) : { status: 'whole_batch', reason })

/** A platform's code as a reason. Codes only: texts may repeat what was sent. */
export const codeReason = (code: string | number): string => {
  const written = String(code)
  return /^[A-Za-z0-9_.-]{1,48}$/.test(written) ? `code_${written}` : 'code_unreadable'
}

const WORTH_A_RETRY = new Set([408, 425, 429])

/** About what was sent, not about who sent it or where to. */
const OF_THE_BODY = new Set([400, 413, 422])

/** What an HTTP status means by itself; undefined for 2xx, where the body says it. A redirect is not followed and may end. */
export const statusVerdicts = (status: number, events: Events): ConversionVerdict[] | undefined => {
  if (status >= 200 && status < 300) return undefined
  if (status === 401) return forAll(events, TOKEN_EXPIRED)
  const reason = `http_${status}`
  if (OF_THE_BODY.has(status)) return refusedTogether(events, reason)
  const isFinal = status >= 400 && status < 500 && !WORTH_A_RETRY.has(status)
  return forAll(events, isFinal ? rejected(reason) : retry(reason))
}

/** An answer that says nothing: the platform may have taken the events, and knows them by their ids when they come again. */
export const UNREADABLE: ConversionVerdict = retry('answer_unreadable')

/** The JSON of an answer, read by a schema; undefined when it is another thing. */
export const answerIn = <Output>(body: string, schema: z.ZodType<Output>): Output | undefined =>
  schema.safeParse(parseJson(body)).data
