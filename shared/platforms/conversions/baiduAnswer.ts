import * as z from 'zod'
import type { ConversionVerdict, DestinationSettings } from '../../domain/conversion.ts'
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

const Failure = z.object({
  code: z.union([z.string(), z.number()]).optional(),
  position: z.union([z.string(), z.number()]).nullish(),
})
type Failure = z.infer<typeof Failure>

const Answer = z.object({
  header: z.object({
    status: z.int(),
    errors: z.array(Failure).nullish(),
    failures: z.array(Failure).nullish(),
  }),
})
type Header = z.infer<typeof Answer>['header']

/** What the whole answer calls a failure of the server: of a single event it passes too. Other codes are not documented. */
const PASSING_CODE = '4'

const isPassing = ({ code }: Failure): boolean => String(code) === PASSING_CODE

const verdictOf = (failure: Failure, status: number): ConversionVerdict => {
  const reason = codeReason(failure.code ?? `status_${status}`)
  return isPassing(failure) ? retry(reason) : rejected(reason)
}

/** Which event a failure is about, where its position is a path such as `conversionTypes[3].logidUrl`. Bare numbers may count from 0 or 1. */
const indexOf = ({ position }: Failure): number | undefined => {
  const digits = /\[(\d{1,3})\]/.exec(String(position ?? ''))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const failuresOf = ({ errors, failures }: Header) => [...(errors ?? []), ...(failures ?? [])]

/** Where failures do not say which events they are about, some of the batch failed and nobody knows which. */
const notClear = ({ status }: Header, failures: readonly Failure[], events: Batch) => {
  const [first] = failures
  if (first && failures.every(isPassing)) return forAll(events, verdictOf(first, status))
  return refusedTogether(events, codeReason(first?.code ?? `status_${status}`))
}

const oneByOne = (header: Header, events: Batch, others: ConversionVerdict) => {
  const failures = failuresOf(header)
  const byIndex = new Map(failures.toReversed().map((failure) => [indexOf(failure), verdictOf(failure, header.status)]))
  const areClear =
    byIndex.size > 0 && [...byIndex.keys()].every((index) => index !== undefined && index < events.length)
  if (!areClear) return notClear(header, failures, events)
  return events.map((_event, index) => byIndex.get(index) ?? others)
}

const [NONE_FAILED, SOME_FAILED, ALL_FAILED, SYSTEM_OR_TOKEN, SERVER_FAILED] = [0, 1, 2, 3, 4]

/** Reads Baidu's answer to an upload, where HTTP 200 may hold failures of single events. */
export const baiduVerdicts = (
  answer: PlatformAnswer,
  events: Batch,
  { statusThree }: DestinationSettings,
): ConversionVerdict[] => {
  const verdicts = statusVerdicts(answer.status, events)
  if (verdicts) return verdicts
  const header = answerIn(answer.body, Answer)?.header
  switch (header?.status) {
    case NONE_FAILED:
      return forAll(events, ACCEPTED)
    case SOME_FAILED:
      return oneByOne(header, events, ACCEPTED)
    case ALL_FAILED:
      return oneByOne(header, events, rejected('status_2'))
    case SYSTEM_OR_TOKEN:
      return forAll(events, statusThree === 'token_expired' ? TOKEN_EXPIRED : retry('status_3'))
    case SERVER_FAILED:
      return forAll(events, retry('status_4'))
    default:
      return forAll(events, UNREADABLE)
  }
}
