import { describe, expect, it } from 'vitest'
import { hasFollowStep, nextMilestones, shownToVisitor } from '../../../shared/domain/milestone.ts'

const at = '2026-11-25T00:00:00.000Z'

describe('nextMilestones', () => {
  it.each([
    ['landing_page', {}, ['captured']],
    ['landing_page', { captured: at }, ['registered']],
    ['official_account', { captured: at }, ['followed']],
    ['official_account', { captured: at, followed: at }, ['reminded']],
    ['mini_program', { visited: at }, ['registered']],
    ['wecom', { captured: at, registered: at }, ['applied']],
    ['app', { disbursed: at }, []],
  ] as const)('%s after %o expects %o', (chain, reached, next) => {
    expect(nextMilestones(chain, reached)).toEqual(next)
  })

  it('goes on from the furthest milestone when an earlier one was skipped', () => {
    expect(nextMilestones('landing_page', { credited: at })).toEqual(['disbursed'])
  })
})

it('hasFollowStep knows the chains that ask to follow', () => {
  const chains = ['landing_page', 'official_account', 'mini_program', 'wecom', 'app'] as const
  expect(chains.filter(hasFollowStep)).toEqual(['official_account', 'wecom'])
})

it('shownToVisitor hides everything from registration on', () => {
  expect(shownToVisitor({ captured: at, followed: at, registered: at, declined: at })).toEqual({
    captured: at,
    followed: at,
  })
})
