import { describe, expect, it } from 'vitest'
import { joinLeads, mayJoin, partLeads, survivorOf } from '../../../shared/domain/join.ts'
import { countersOf, entryOf } from '../../../shared/domain/journal.ts'
import type { Lead } from '../../../shared/domain/lead.ts'
import { eventIdOf } from '../../../shared/security/blindIndex.ts'
import { leadIdOf, sampleLead } from '../../store/sampleLead.ts'

const [first, second, third] = ['08', '09', '10'].map((hour) => `2026-11-20T${hour}:00:00.000Z`) as [
  string,
  string,
  string,
]
const AD = { platform: 'tencent_ads', account: '-', ad: 'ad-1', creative: '-', partner: '-' }

const followed = (n: number, changes: Partial<Lead> = {}): Lead =>
  sampleLead(n, {
    receivedAt: first,
    milestones: { followed: first },
    consent: { ...sampleLead(n).consent, purposes: [] },
    touch: {},
    follower: 'index',
    ...changes,
  })
const captured = (n: number, changes: Partial<Lead> = {}): Lead =>
  sampleLead(n, {
    receivedAt: second,
    milestones: { visited: second, captured: second },
    dimensions: AD,
    ...changes,
  })

const ABOUT = { reason: 'same_phone' as const, at: third, eventId: eventIdOf('joined'), fields: ['phone'] }

/** What a change counts in all: by cohort, per milestone and ad. */
const counted = (...leads: Lead[]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const lead of leads)
    for (const { basis, count, dimensions, by } of countersOf(entryOf(lead))) {
      const isMoved = count.endsWith('_moved')
      const name = `${count.replace('_moved', '')} ${dimensions.ad}`
      if (basis === 'cohort') sums[name] = (sums[name] ?? 0) + (isMoved ? -by : by)
    }
  return sums
}

describe('which of two leads goes on', () => {
  it('is the earlier', () => expect(survivorOf([captured(1), followed(2)])?.leadId).toBe(leadIdOf(2)))
  it('is the one that registered, however late', () =>
    expect(survivorOf([followed(2), captured(1, { customerId: 'cu_aaaaaaaaaaaaaaaaaaaa' })])?.leadId).toBe(leadIdOf(1)))
  it('is none of nothing', () => expect(survivorOf([])).toBeUndefined())
})

describe('two leads may be joined', () => {
  const customer = { customerId: 'cu_aaaaaaaaaaaaaaaaaaaa' }
  it.each<[string, Lead, Lead, boolean]>([
    ['when one followed and the other left a contact', followed(1), captured(2), true],
    ['when one of them is a customer', followed(1), captured(2, customer), true],
    ['not when both are customers', followed(1, customer), captured(2, customer), false],
    ['not when they are the same', followed(1), followed(1), false],
    ['not when one was rejected', followed(1), captured(2, { verdict: { status: 'rejected', reason: 'spam' } }), false],
    ['not when one is of a test', followed(1), captured(2, { mode: 'test' }), false],
  ])('%s', (_, a, b, may) => expect(mayJoin(a, b)).toBe(may))
})

describe('a join', () => {
  const { survivor, other, gained } = joinLeads(followed(1), captured(2), ABOUT)
  const told = { ...survivor, event: { ...survivor.event, gained, reached: [] } }

  it('gives the survivor what it had not reached, and the consent that was given', () => {
    expect(survivor.milestones).toEqual({ followed: first, visited: second, captured: second })
    expect(survivor.consent.purposes).toEqual(['contact'])
    expect(survivor.joins).toEqual([{ leadId: leadIdOf(2), milestones: ['visited', 'captured'], fields: ['phone'] }])
  })

  it('says in the other where it went and why', () => {
    expect(other.verdict).toEqual({ status: 'joined', into: leadIdOf(1), reason: 'same_phone' })
    expect(other.event).toMatchObject({ type: 'lead.joined', other: leadIdOf(1), reached: [] })
    expect(other.milestones).toEqual(captured(2).milestones)
  })

  it('moves what was counted and counts nothing twice', () => {
    expect(counted(told, other)).toEqual({ 'visited -': 1, 'captured -': 1, 'visited ad-1': -1, 'captured ad-1': -1 })
  })

  it('leaves the count of a visit where it is: it has an id of its own', () => {
    const visit = { visitId: 'visit-0001' }
    const joined = joinLeads(followed(1), captured(2, { touch: visit }), ABOUT)
    expect(joined.gained).toEqual([{ milestone: 'captured', at: second }])
    expect(joined.other.event.moved).toEqual([{ milestone: 'captured', at: second }])
    expect(joined.survivor.milestones).toHaveProperty('visited')
  })

  it('takes off what both had reached', () => {
    const both = joinLeads(followed(1), captured(2, { milestones: { captured: second, followed: third } }), ABOUT)
    expect(both.gained).toEqual([{ milestone: 'captured', at: second }])
    expect(both.other.event.moved?.map(({ milestone }) => milestone)).toEqual(['captured', 'followed'])
    expect(both.survivor.milestones.followed).toBe(first)
  })

  it('keeps the follower that messages go to', () => {
    expect(joinLeads(captured(1), followed(2), ABOUT).survivor.follower).toBe('index')
  })

  it('undone counts as if it had never been', () => {
    const [join] = survivor.joins ?? []
    if (!join) throw new Error('no join')
    const eventIds = { survivor: eventIdOf('parted', '1'), other: eventIdOf('parted', '2') }
    const parted = partLeads(told, other, join, { at: third, eventIds })
    expect(parted.survivor.milestones).toEqual({ followed: first })
    expect(parted.survivor.joins).toEqual([])
    expect(parted.other).toMatchObject({ verdict: { status: 'accepted' }, milestones: captured(2).milestones })
    const sums = counted(told, other, parted.survivor, parted.other)
    expect(Object.values(sums).every((sum) => sum === 0)).toBe(true)
  })
})
