import { type Act, byPerson } from './acts.ts'
import { boundsOf, type Range } from './bounds.ts'
import type { Counts, Report, Violation, World } from './facts.ts'

const violation = (what: string): Violation => ({ invariant: 'M2', what, exchanges: [] })

/** Visits and clicks that must be counted: each visit once, whether its page or its lead told of it, and each captured lead without one. */
const visitsOf = (campaignId: string, acts: readonly Act[], captured: ReadonlySet<string>): Counts => {
  const seen = new Map<string, boolean>()
  let alone = 0
  let aloneClicked = 0
  const own = acts.filter((act) => act.campaignId === campaignId && act.state === 'done')
  const people = new Set<string>()
  for (const {
    kind,
    person,
    exchanges: [first],
  } of own) {
    if (!first) continue
    if (first.visitId !== undefined && (kind === 'visit' || captured.has(person)))
      seen.set(first.visitId, first.hasClick)
    if (first.visitId !== undefined || !captured.has(person) || people.has(person)) continue
    people.add(person)
    alone += 1
    if (first.hasClick) aloneClicked += 1
  }
  return { visited: seen.size + alone, clicked: [...seen.values()].filter(Boolean).length + aloneClicked }
}

/** What a campaign's report must say, at least and at most. */
export const expectedCounts = (campaignId: string, acts: readonly Act[]): Record<string, Range> => {
  const sums = { captured: [0, 0], repeated: [0, 0], rejected: [0, 0] }
  const captured = new Set<string>()
  for (const mine of byPerson(acts).values()) {
    if (mine[0]?.campaignId !== campaignId) continue
    const bounds = boundsOf(mine)
    if (bounds.captured[0] === 1) captured.add(mine[0].person)
    for (const name of ['captured', 'repeated', 'rejected'] as const)
      sums[name] = [(sums[name][0] ?? 0) + bounds[name][0], (sums[name][1] ?? 0) + bounds[name][1]]
  }
  const { visited = 0, clicked = 0 } = visitsOf(campaignId, acts, captured)
  return {
    ...(sums as unknown as Record<string, Range>),
    visited: [visited, visited],
    clicked: [clicked, clicked],
  }
}

const checkReport = ({ campaignId, mode, basis, counts }: Report, expected: Record<string, Range>): Violation[] =>
  Object.entries(counts).flatMap(([count, value]) => {
    const [low, high] = expected[count] ?? [0, 0]
    if (low <= value && value <= high) return []
    const range = low === high ? `${low}` : `${low} to ${high}`
    return [violation(`the ${basis} report of ${campaignId} (${mode}) says ${value} ${count}, sent were ${range}`)]
  })

/** M2: counters equal the journal, and the reports what was sent. A campaign's other mode counts nothing. */
export const checkCounts = (acts: readonly Act[], { campaigns, reports, drift }: World): Violation[] => [
  ...(drift.drift === 0
    ? []
    : [violation(`recount finds a drift of ${drift.drift}: ${JSON.stringify(drift.differences[0])}`)]),
  ...campaigns.flatMap(({ campaignId, mode }) => {
    const expected = expectedCounts(campaignId, acts)
    const own = reports.filter((report) => report.campaignId === campaignId)
    return own.flatMap((report) => checkReport(report, report.mode === mode ? expected : {}))
  }),
]
