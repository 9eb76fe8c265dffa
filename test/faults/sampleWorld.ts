import type { Answer, Exchange, Kind, StoredEntry, World } from './facts.ts'

const CAMPAIGN = 'spring'
const AT = '2026-11-20T08:00:00.000Z'

/** How often one person's lead was captured, repeated and rejected. */
export type Changes = readonly [captured: number, repeated?: number, rejected?: number]

const leadIdOf = (person: string): string => `ld_${person}`

const verdict = (status: number, person: string, outcome: string): Answer => ({
  status,
  text: JSON.stringify({ leadId: leadIdOf(person), outcome, leadToken: `token of ${person}` }),
  replayed: false,
})

const problem = (status: number, code: string): Answer => ({ status, text: JSON.stringify({ code }), replayed: false })

const ANSWERS: Record<string, (person: string) => Answer | undefined> = {
  accepted: (person) => verdict(201, person, 'accepted'),
  duplicate: (person) => verdict(200, person, 'duplicate'),
  duplicateOfB: () => verdict(200, 'b', 'duplicate'),
  rejected: (person) => verdict(200, person, 'rejected'),
  seen: () => ({ status: 202, text: '{}', replayed: false }),
  lost: () => undefined,
  unavailable: () => problem(503, 'store_unavailable'),
  error: () => problem(500, 'internal_error'),
  invalid: () => problem(422, 'validation_failed'),
  reused: () => problem(422, 'idempotency_key_reused'),
}

/** `kind/person+visit:answer@body!`: kind, visit, key with its body, and the mark of a replay may be left out. */
const SHAPE = /^(?:(\w+)\/)?(\w)(\+)?:(\w+)(?:@(\w+))?(!)?$/

/** Exchanges, one after the other, from words such as `spam/a:accepted` or `a:lost@one`. All keys are the same. */
export const historyOf = (words: string): Exchange[] =>
  words
    .split(' ')
    .filter(Boolean)
    .map((word, i) => {
      const [, kind = 'lead', person = '', visit, name = '', key, mark] = SHAPE.exec(word) ?? []
      const answer = ANSWERS[name]?.(person)
      return {
        kind: kind as Kind,
        campaignId: CAMPAIGN,
        person,
        hasClick: visit !== undefined,
        body: key ?? `body of ${person}`,
        sentAt: i * 10,
        endedAt: i * 10 + 5,
        ...(visit && { visitId: `visit of ${person}` }),
        ...(key && { key: 'key' }),
        ...(answer && { answer: { ...answer, replayed: mark !== undefined } }),
      }
    })

const NAMES = ['captured', 'repeated', 'rejected'] as const

const entriesOf = ([person, changes]: [string, Changes]): StoredEntry[] =>
  NAMES.flatMap((name, place) =>
    Array.from({ length: changes[place] ?? 0 }, (_, i) => ({
      pk: `LEAD#${leadIdOf(person)}`,
      eventId: `ev_${person}_${name}_${i}`,
      type: `lead.${name}`,
      campaignId: CAMPAIGN,
      at: AT,
      counts: [name],
    })),
  )

/** Reports that say so much of the campaign, and nothing of its other mode. */
export const reportsOf = (counts: Record<string, number>): World['reports'] =>
  (['cohort', 'event'] as const).flatMap((basis) => [
    { campaignId: CAMPAIGN, mode: 'live' as const, basis, counts },
    { campaignId: CAMPAIGN, mode: 'test' as const, basis, counts: { visited: 0, captured: 0 } },
  ])

/** The world in which each person's lead went through so many changes, and everything agrees. */
export const worldOf = (people: Record<string, Changes>): World => {
  const all = Object.entries(people)
  const entries = all.flatMap(entriesOf)
  const leads = all.map((one) => ({
    leadId: leadIdOf(one[0]),
    campaignId: CAMPAIGN,
    status: one[1][0] > 0 ? 'accepted' : 'rejected',
    eventId: entriesOf(one).at(-1)?.eventId ?? '',
  }))
  const published = entries.map(({ eventId: id, type, pk, at }) => {
    const event = { id, type, leadId: pk.slice('LEAD#'.length), campaignId: CAMPAIGN, at }
    return { ...event, text: JSON.stringify(event) }
  })
  const sum = (place: 0 | 1 | 2) => all.reduce((total, [, changes]) => total + (changes[place] ?? 0), 0)
  return {
    campaigns: [{ campaignId: CAMPAIGN, mode: 'live' }],
    leads,
    entries,
    quarantined: [],
    published,
    unreadable: [],
    reports: reportsOf({ visited: sum(0), captured: sum(0), repeated: sum(1), rejected: sum(2), clicked: 0 }),
    listed: { [CAMPAIGN]: leads.map(({ leadId }) => leadId) },
    contacts: [],
    views: [],
    drift: { drift: 0, differences: [] },
    failures: [],
  }
}
