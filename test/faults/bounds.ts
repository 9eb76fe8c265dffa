import type { Act } from './acts.ts'

/** At least and at most. */
export type Range = readonly [low: number, high: number]

/** How often each change of one person's lead may have happened, given what was answered. */
export type Bounds = { captured: Range; repeated: Range; rejected: Range }

const earliestSending = (acts: readonly Act[]): number =>
  Math.min(Number.POSITIVE_INFINITY, ...acts.flatMap(({ exchanges }) => exchanges.map(({ sentAt }) => sentAt)))

/** When an act was certainly over: the end of the first exchange that said so. */
const earliestAnswer = (acts: readonly Act[]): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...acts.flatMap(({ exchanges }) =>
      exchanges.filter(({ answer }) => answer && answer.status < 300).map(({ endedAt }) => endedAt),
    ),
  )

const answeredWith = (acts: readonly Act[], outcome: string): Act[] =>
  acts.filter(({ state, verdict }) => state === 'done' && verdict?.outcome === outcome)

/** A mark is a submission that was made to be rejected. Only the first change of a lead can reject it. */
const rejections = (leads: readonly Act[], marks: readonly Act[], captures: readonly Act[]): Range => {
  const done = marks.filter(({ state }) => state === 'done')
  const refused = marks.filter(({ kind }) => kind === 'refused')
  const wasFirst = earliestAnswer(done) < earliestSending(leads)
  const low = answeredWith(refused, 'rejected').length > 0 || wasFirst ? 1 : 0
  const cameLate = earliestAnswer(captures) < earliestSending(marks)
  return [low, low === 1 || (marks.length > 0 && !cameLate) ? 1 : 0]
}

/** What must and what may have become of one person's submissions. A trap that was filled is answered like a good lead, so its verdict tells nothing. */
export const boundsOf = (acts: readonly Act[]): Bounds => {
  const leads = acts.filter(({ kind }) => kind === 'lead')
  const marks = acts.filter(({ kind }) => kind !== 'lead')
  const honest = acts.filter(({ kind }) => kind !== 'spam')
  const accepted = answeredWith(leads, 'accepted')
  const duplicates = answeredWith(honest, 'duplicate')
  const unknownLeads = leads.filter(({ state }) => state === 'unknown').length
  const unknown = honest.filter(({ state }) => state === 'unknown').length
  const captures = [...accepted, ...duplicates]
  const isCaptured = captures.length > 0
  const mayBeCaptured = isCaptured || unknownLeads > 0
  // Where nobody was told "accepted", one of those who were told nothing was it.
  const spare = accepted.length === 0 ? unknown - 1 : unknown
  const repeats = duplicates.length
  return {
    captured: [isCaptured ? 1 : 0, mayBeCaptured ? 1 : 0],
    repeated: [repeats, repeats + (mayBeCaptured ? Math.max(0, spare) : 0)],
    rejected: rejections(leads, marks, captures),
  }
}
