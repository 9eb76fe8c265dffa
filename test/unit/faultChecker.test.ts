import { describe, expect, it } from 'vitest'
import { check } from '../faults/check.ts'
import type { Exchange, World } from '../faults/facts.ts'
import { randomOf } from '../faults/random.ts'
import { type Changes, historyOf, reportsOf, worldOf } from '../faults/sampleWorld.ts'

const invariants = (history: readonly Exchange[], world: World): string[] =>
  [...new Set(check(history, world).map(({ invariant }) => invariant))].sort()

const GOOD: [string, string, Record<string, Changes>][] = [
  ['a lead', 'a:accepted', { a: [1] }],
  ['a lead and two repeats', 'a:accepted a:duplicate a:duplicate', { a: [1, 2] }],
  ['a lost request that did happen', 'a:lost a:duplicate', { a: [1, 1] }],
  ['a lost request that did not happen', 'a:lost a:accepted', { a: [1] }],
  ['a lost repeat that did happen', 'a:accepted a:lost', { a: [1, 1] }],
  ['a lost repeat that did not happen', 'a:accepted a:unavailable', { a: [1] }],
  ['a replay', 'a:accepted@one a:accepted@one!', { a: [1] }],
  ['a lost request that its key finds', 'a:lost@one a:accepted@one!', { a: [1] }],
  ['a lost request that its key makes', 'a:unavailable@one a:accepted@one', { a: [1] }],
  ['a key with two bodies', 'a:accepted@one b:reused@two', { a: [1] }],
  ['a key whose second body was first', 'a:lost@one b:accepted@two a:reused@one', { b: [1] }],
  ['spam', 'spam/a:accepted spam/a:accepted', { a: [0, 0, 1] }],
  ['spam, then a lead', 'spam/a:accepted a:accepted', { a: [1, 0, 1] }],
  ['a lead, then spam', 'a:accepted spam/a:accepted', { a: [1] }],
  ['a refused partner', 'refused/a:rejected', { a: [0, 0, 1] }],
  ['a refused partner on an accepted lead', 'a:accepted refused/a:duplicate', { a: [1, 1] }],
  ['what cannot be valid', 'invalid/a:invalid', {}],
]

const BAD: [string, string, string, Record<string, Changes>][] = [
  ['D1', 'an answered lead that is gone', 'a:accepted', {}],
  ['D1', 'an answered repeat that is gone', 'a:accepted a:duplicate', { a: [1] }],
  ['D1', 'an accepted lead that is stored as rejected', 'a:accepted', { a: [0, 0, 1] }],
  ['D1', 'a rejection that was overwritten', 'spam/a:accepted a:accepted', { a: [1] }],
  ['D2', 'a lead that nobody was told of', '', { a: [1] }],
  ['D2', 'a lead from a body that was refused', 'a:accepted@one b:reused@two', { a: [1], b: [1] }],
  ['D2', 'a lead from a body that cannot be valid', 'invalid/a:invalid', { a: [1] }],
  ['D2', 'a repeat that nobody asked for', 'a:accepted', { a: [1, 1] }],
  ['D2', 'a replay that was counted', 'a:accepted@one a:accepted@one!', { a: [1, 1] }],
  ['D2', 'two effects of one lost request', 'a:accepted a:lost', { a: [1, 2] }],
  ['D2', 'a lost request with a key that was never sent again', 'a:lost@one', { a: [1] }],
  ['D2', 'a lost request that was never asked about', 'a:lost', {}],
  ['D2', 'spam that was accepted', 'spam/a:accepted', { a: [1] }],
  ['D2', 'a rejection after the lead was accepted', 'a:accepted spam/a:accepted', { a: [1, 0, 1] }],
  ['D3', 'one person with two leads', 'a:accepted a:duplicateOfB', { a: [1], b: [1] }],
  ['D3', 'two people with one lead', 'b:accepted a:duplicateOfB', { b: [1, 1] }],
  ['I1', 'a replay with another answer', 'a:accepted@one a:duplicate@one!', { a: [1] }],
  ['I1', 'one key done twice', 'a:accepted@one a:accepted@one', { a: [1] }],
  ['I1', 'one key and body, done and refused', 'a:accepted@one a:reused@one', { a: [1] }],
  ['I2', 'one key, two bodies, both done', 'a:accepted@one b:accepted@two', { a: [1], b: [1] }],
  ['I2', 'a key refused that nobody used', 'a:reused@one', {}],
  ['I3', 'one person accepted twice', 'a:accepted a:accepted', { a: [1, 1] }],
  ['I3', 'a duplicate of nothing', 'a:duplicate', { a: [1, 1] }],
  ['I3', 'a lost request that its key does not find', 'a:lost@one a:duplicate@one', { a: [1, 1] }],
  ['API', 'an answer that nothing explains', 'a:error a:accepted', { a: [1] }],
  ['API', 'a request that cannot be valid and is taken', 'invalid/a:accepted', {}],
]

const one = worldOf({ a: [1] })
const [event] = one.published
if (!event) throw new Error('a world without an event')

/** Worlds that are wrong after one accepted lead. */
const WRONG: [string, string, Partial<World>][] = [
  ['D1', 'a lead that no list shows', { listed: {} }],
  ['D1', 'a token that is no good', { views: [{ leadId: 'ld_a', status: 404, milestones: [] }] }],
  ['D1', 'a token that shows nothing', { views: [{ leadId: 'ld_a', status: 200, milestones: [] }] }],
  ['D1', 'a contact that is another', { contacts: [{ leadId: 'ld_a', phone: 'b' }] }],
  ['D3', 'a lead that is listed twice', { listed: { spring: ['ld_a', 'ld_a'] } }],
  ['O1', 'a change that never came to the bus', { published: [] }],
  [
    'O1',
    'a latest change that is not in the journal',
    { leads: one.leads.map((lead) => ({ ...lead, eventId: 'ev' })) },
  ],
  ['O2', 'an event without its change', { published: worldOf({ a: [1, 1] }).published }],
  ['O2', 'an event of another time than its change', { published: [{ ...event, at: '2026-11-21T08:00:00.000Z' }] }],
  ['O2', 'a torn line', { unreadable: ['{"id":'] }],
  ['O3', 'one event id that says two things', { published: [event, { ...event, text: 'other' }] }],
  ['O3', 'one change with two event ids', { published: [event, { ...event, id: 'ev_other' }] }],
  ['API', 'a question that the API does not answer', { failures: ['GET /v1/leads is answered 500'] }],
  ['P1', 'a record that was put aside', { quarantined: ['QUARANTINE#relay 1'] }],
  ['M2', 'a drift', { drift: { drift: 1, differences: [{}] } }],
  ['M2', 'a report that says too much', { reports: reportsOf({ visited: 1, captured: 2 }) }],
  ['M2', 'a report that says too little', { reports: reportsOf({ visited: 0, captured: 1 }) }],
  ['M2', 'a report of what was never sent', { reports: reportsOf({ visited: 1, captured: 1, registered: 1 }) }],
  ['M2', 'a report of the other mode that counts', { campaigns: [{ campaignId: 'spring', mode: 'test' }] }],
]

describe('the checker of fault runs', () => {
  it.each(GOOD)('has no objection to %s', (_, words, people) => {
    expect(check(historyOf(words), worldOf(people))).toEqual([])
  })

  it.each(BAD)('sees a broken %s: %s', (invariant, _, words, people) => {
    expect(invariants(historyOf(words), worldOf(people))).toContain(invariant)
  })

  it.each(WRONG)('sees a broken %s: %s', (invariant, _, changes) => {
    expect(invariants(historyOf('a:accepted'), { ...one, ...changes })).toContain(invariant)
  })

  it('counts a visit once, whether its page or its lead tells of it', () => {
    const history = historyOf('visit/a+:seen visit/a+:seen a+:accepted b+:accepted visit/c+:seen d:accepted')
    const world = worldOf({ a: [1], b: [1], d: [1] })
    const reported = (visited: number, clicked: number) => ({
      ...world,
      reports: reportsOf({ visited, clicked, captured: 3 }),
    })
    expect(check(history, reported(4, 3))).toEqual([])
    expect(invariants(history, reported(5, 3))).toEqual(['M2'])
    expect(invariants(history, reported(4, 4))).toEqual(['M2'])
  })

  it('allows either order to a lead and spam that were sent at once', () => {
    const history = historyOf('a:accepted spam/a:accepted').map((exchange) => ({ ...exchange, sentAt: 0, endedAt: 9 }))
    expect(check(history, worldOf({ a: [1] }))).toEqual([])
    expect(check(history, worldOf({ a: [1, 0, 1] }))).toEqual([])
  })
})

describe('randomOf', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const numbers = (seed: string) => {
      const random = randomOf(seed)
      return Array.from({ length: 20 }, () => random.between(1, 1000))
    }
    expect(numbers('a')).toEqual(numbers('a'))
    expect(numbers('a')).not.toEqual(numbers('b'))
    expect(Math.min(...numbers('a'))).toBeGreaterThanOrEqual(1)
  })

  it('picks by weight, and never what weighs nothing', () => {
    const random = randomOf('weights')
    const picks = Array.from({ length: 1000 }, () => random.weighed({ often: 9, seldom: 1, never: 0 }))
    expect(picks.filter((pick) => pick === 'often').length).toBeGreaterThan(800)
    expect(picks).not.toContain('never')
  })
})
