import { actsOf } from './acts.ts'
import { checkAnswers } from './checkAnswers.ts'
import { checkCounts } from './checkCounts.ts'
import { checkEvents } from './checkEvents.ts'
import { checkPeople } from './checkPeople.ts'
import type { Exchange, Violation, World } from './facts.ts'

/** Everything that is wrong with a history of requests and the world it left behind. */
export const check = (history: readonly Exchange[], world: World): Violation[] => {
  const acts = actsOf(history)
  const failures = world.failures.map((what) => ({ invariant: 'API', what, exchanges: [] }))
  return [
    ...failures,
    ...checkAnswers(history),
    ...checkPeople(acts, world),
    ...checkEvents(world),
    ...checkCounts(acts, world),
  ]
}

const told = ({ kind, campaignId, person, key, body, sentAt, endedAt, answer }: Exchange): string => {
  const what = `${kind} ${campaignId} ${person}${key === undefined ? '' : ` key ${key}`}`
  const how = answer ? `${answer.status}${answer.replayed ? ' replayed' : ''} ${answer.text}` : 'no answer'
  return `    ${sentAt.toFixed(0)}–${endedAt.toFixed(0)} ms ${what}\n      ${body}\n      → ${how}`
}

/** Violations as text: of each invariant the one that the fewest requests show, and how many more there are. */
export const describe = (violations: readonly Violation[]): string => {
  const invariants = [...new Set(violations.map(({ invariant }) => invariant))].sort()
  const lines = invariants.flatMap((invariant) => {
    const own = violations.filter((violation) => violation.invariant === invariant)
    const [smallest, ...others] = own.sort((a, b) => a.exchanges.length - b.exchanges.length)
    if (!smallest) return []
    const more = others.length > 0 ? ` (and ${others.length} more of ${invariant})` : ''
    return [`  ${invariant}: ${smallest.what}${more}`, ...smallest.exchanges.slice(0, 12).map(told)]
  })
  return lines.join('\n')
}
