import { describe, expect, it } from 'vitest'
import {
  type Follower,
  isFollowing,
  leadBefore,
  leftLeads,
  NO_FOLLOWER,
  sameAs,
  withFollow,
  withLeave,
  withOpening,
} from '../../../shared/domain/follower.ts'
import { leadIdOf } from '../../store/sampleLead.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 10, 20, 4, 0, second)).toISOString()
const [one, two] = [leadIdOf(1), leadIdOf(2)]
const as = (leadId: string, campaignId = 'spring') => ({ leadId, campaignId })

const follower = (...follows: [leadId: string, second: number, campaignId?: string][]): Follower =>
  follows.reduce(
    (known, [leadId, second, campaignId]) => withFollow(known, as(leadId, campaignId), at(second)),
    NO_FOLLOWER,
  )

describe('a follower', () => {
  it('followed as a lead since the first time, in any order', () => {
    expect(follower([one, 20], [one, 10]).leads).toEqual(follower([one, 10], [one, 20]).leads)
    expect(follower([one, 20], [one, 10]).followedAt).toBe(at(20))
  })

  it.each([
    ['nothing', NO_FOLLOWER, false],
    ['a follow', follower([one, 10]), true],
    ['a follow and then a leave', withLeave(follower([one, 10]), at(20)), false],
    ['a leave and then a follow', withLeave(follower([one, 30]), at(20)), true],
    ['both in the same second', withLeave(follower([one, 20]), at(20)), false],
  ])('after %s follows: %o', (_, known, following) => expect(isFollowing(known)).toBe(following))

  it('left the leads that were followed as before', () => {
    expect(leftLeads(withLeave(follower([one, 10], [two, 30, 'other']), at(20)))).toEqual([{ leadId: one, at: at(20) }])
    expect(leftLeads(follower([one, 10]))).toEqual([])
  })

  it('who opened a mini program is known as the last lead, and follows nothing', () => {
    const opened = withOpening(withOpening(NO_FOLLOWER, as(one), at(10)), as(two, 'other'), at(20))
    expect(withOpening(opened, as(one), at(30)).leads).toEqual({
      [one]: { campaignId: 'spring', at: at(30) },
      [two]: { campaignId: 'other', at: at(20) },
    })
    expect(isFollowing(opened)).toBe(false)
  })

  it('remembers the last leave, whichever is told first', () => {
    expect(withLeave(withLeave(NO_FOLLOWER, at(30)), at(20)).leftAt).toBe(at(30))
  })
})

describe('a follow without a code belongs to', () => {
  const known = follower([one, 10, 'other'], [two, 30])
  it('the lead followed as last before it', () => {
    expect(leadBefore(known, at(20), 'spring')).toMatchObject({ leadId: one })
    expect(leadBefore(known, at(40), 'spring')).toMatchObject({ leadId: two })
  })
  it('a lead of the account’s campaign when it was before all', () =>
    expect(leadBefore(known, at(5), 'spring')).toMatchObject({ leadId: two }))
  it('nobody known when no lead is of the account’s campaign', () =>
    expect(leadBefore(follower([one, 10, 'other']), at(5), 'spring')).toBeUndefined())
})

describe('a person is the same as', () => {
  it('another lead of the campaign', () =>
    expect(sameAs(follower([one, 10]), as(two), at(20), undefined)).toEqual([one]))
  it('the lead that a later follow without a code made, whatever its campaign', () => {
    expect(sameAs(follower([one, 30, 'own']), as(two), at(20), one)).toEqual([one])
    expect(sameAs(follower([one, 10, 'own']), as(two), at(20), one)).toEqual([])
  })
  it('no lead of another campaign that a code was for', () =>
    expect(sameAs(follower([one, 30, 'other']), as(two), at(20), undefined)).toEqual([]))
  it('in whose place it is followed as from the first time on', () => {
    const known = withFollow(follower([one, 10]), as(two), at(20), [one])
    expect(known.leads).toEqual({ [two]: { campaignId: 'spring', at: at(10) } })
  })
})
