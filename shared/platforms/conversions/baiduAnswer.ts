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

const Answer = z.object({
  header: z.object({
    status: z.int(),
    errors: z.array(Failure).nullish(),
    failures: z.array(Failure).nullish(),
  }),
})
type Header = z.infer<typeof Answer>['header']

/** Which event a failure is about, where its position is a path such as `conversionTypes[3].logidUrl`. Bare numbers may count from 0 or 1. */
const indexOf = ({ position }: z.infer<typeof Failure>): number | undefined => {
  const digits = /\[(\d{1,3})\]/.exec(String(position ?? ''))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

const failuresOf = ({ errors, failures }: Header) => [...(errors ?? []), ...(failures ?? [])]

/** Where failures do not say which events they are about, some of the batch failed and nobody knows which. */
const oneByOne = (header: Header, events: Batch, others: ConversionVerdict) => {
  const failures = failuresOf(header).map((failure) => ({ index: indexOf(failure), code: failure.code }))
  const areClear = failures.length > 0 && failures.every(({ index }) => index !== undefined && index < events.length)
  if (!areClear) return refusedTogether(events, codeReason(failures[0]?.code ?? `status_${header.status}`))
  return events.map((_event, index) => {
    const failure = failures.find((each) => each.index === index)
    return failure ? rejected(codeReason(failure.code ?? `status_${header.status}`)) : others
  })
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
