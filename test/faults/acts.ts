import type { Answer, Ask, Exchange, Kind } from './facts.ts'

export type Verdict = { leadId: string; outcome: string; leadToken: string }

/**
 * Something that may have happened once, whichever way it was asked for: all exchanges with one idempotency key and
 * body are one act, every other exchange is an act of its own.
 */
export type Act = {
  kind: Kind
  campaignId: string
  person: string
  exchanges: readonly Exchange[]
  /** Done: it was answered so. Refused: it can have no effect. Unknown: no answer tells, it happened or not. */
  state: 'done' | 'refused' | 'unknown'
  verdict?: Verdict
}

const isSuccess = ({ answer }: Exchange): boolean => answer !== undefined && answer.status < 300

const isRefusal = ({ answer }: Exchange): boolean =>
  answer !== undefined && answer.status >= 400 && answer.status < 500 && answer.status !== 429

const verdictOf = ({ text }: Answer): Verdict | undefined => {
  try {
    return JSON.parse(text) as Verdict
  } catch {
    return undefined
  }
}

const actOf = (exchanges: readonly Exchange[]): Act[] => {
  const [first] = exchanges
  if (!first) return []
  const { kind, campaignId, person } = first
  const answer = exchanges.find(isSuccess)?.answer
  const state = answer ? 'done' : exchanges.some(isRefusal) ? 'refused' : 'unknown'
  const verdict = answer && verdictOf(answer)
  return [{ kind, campaignId, person, exchanges, state, ...(verdict && { verdict }) }]
}

const groupsBy = <Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): Map<string, Thing[]> => {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    const group = groups.get(nameOf(thing)) ?? []
    group.push(thing)
    groups.set(nameOf(thing), group)
  }
  return groups
}

/** Exchanges that carry an idempotency key, by campaign and key. */
export const byKey = (history: readonly Exchange[]): Map<string, Exchange[]> =>
  groupsBy(
    history.filter(({ key }) => key !== undefined),
    ({ campaignId, key }) => `${campaignId} ${key}`,
  )

export const byBody = (exchanges: readonly Exchange[]): Exchange[][] => [
  ...groupsBy(exchanges, ({ body }) => body).values(),
]

/** Everything that may have happened. */
export const actsOf = (history: readonly Exchange[]): Act[] => {
  const alone = history.filter(({ key }) => key === undefined).map((exchange) => [exchange])
  const keyed = [...byKey(history).values()].flatMap(byBody)
  return [...alone, ...keyed].flatMap(actOf)
}

export const personOf = ({ campaignId, person }: Pick<Ask, 'campaignId' | 'person'>): string =>
  `${campaignId} ${person}`

const SUBMISSIONS: readonly Kind[] = ['lead', 'spam', 'refused']

/** What each person did that may have left something, by campaign and person. */
export const byPerson = (acts: readonly Act[]): Map<string, Act[]> =>
  groupsBy(
    acts.filter(({ kind, state }) => SUBMISSIONS.includes(kind) && state !== 'refused'),
    personOf,
  )
