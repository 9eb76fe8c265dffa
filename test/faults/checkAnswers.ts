import { byBody, byKey } from './acts.ts'
import type { Exchange, Violation } from './facts.ts'

const EXPECTED = new Set([200, 201, 202, 503])

const problemCode = ({ answer }: Exchange): string => {
  try {
    return (JSON.parse(answer?.text ?? '') as { code?: string }).code ?? ''
  } catch {
    return ''
  }
}

const isSuccess = ({ answer }: Exchange): boolean => answer !== undefined && answer.status < 300

const isReuse = (exchange: Exchange): boolean =>
  exchange.answer?.status === 422 && problemCode(exchange) === 'idempotency_key_reused'

/** An answer that nothing in the contract explains. */
const isStrange = (exchange: Exchange): boolean => {
  const { answer, kind, key } = exchange
  if (!answer) return false
  if (kind === 'invalid') return ![400, 422, 503].includes(answer.status)
  return !EXPECTED.has(answer.status) && !(key !== undefined && isReuse(exchange))
}

const strange = (history: readonly Exchange[]): Violation[] =>
  history
    .filter(isStrange)
    .map((exchange) => ({ invariant: 'API', what: `an answer that nothing explains`, exchanges: [exchange] }))

/** The same key and body: one answer, byte for byte, and at most once as the first. */
const sameAnswer = (exchanges: readonly Exchange[]): Violation[] => {
  const answers = exchanges.filter(isSuccess)
  const texts = new Set(answers.map(({ answer }) => `${answer?.status} ${answer?.text}`))
  const firsts = answers.filter(({ answer }) => !answer?.replayed)
  return [
    ...(texts.size > 1
      ? [{ invariant: 'I1', what: `one key and body, ${texts.size} answers`, exchanges: answers }]
      : []),
    ...(firsts.length > 1
      ? [{ invariant: 'I1', what: `one key and body, done ${firsts.length} times`, exchanges: firsts }]
      : []),
  ]
}

/** One key, several bodies: one of them is done, the others are refused. */
const oneBody = (exchanges: readonly Exchange[]): Violation[] => {
  const bodies = byBody(exchanges)
  const done = bodies.filter((body) => body.some(isSuccess))
  if (done.length > 1) return [{ invariant: 'I2', what: 'one key, two bodies, both done', exchanges: done.flat() }]
  const refused = exchanges.filter(isReuse)
  if (refused.length === 0) return []
  if (done.length === 0 && bodies.every((body) => body.some((exchange) => exchange.answer && !isSuccess(exchange))))
    return [{ invariant: 'I2', what: 'a key refused as used that nobody used', exchanges }]
  const both = done.find((body) => body.some(isReuse))
  return both ? [{ invariant: 'I1', what: 'one key and body, done and refused', exchanges: both }] : []
}

/** What the answers alone tell. */
export const checkAnswers = (history: readonly Exchange[]): Violation[] => [
  ...strange(history),
  ...[...byKey(history).values()].flatMap((exchanges) => [
    ...byBody(exchanges).flatMap(sameAnswer),
    ...oneBody(exchanges),
  ]),
]
