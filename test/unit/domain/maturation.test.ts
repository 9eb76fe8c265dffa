import { describe, expect, it } from 'vitest'
import { maturationOf } from '../../../shared/domain/maturation.ts'
import type { Applications, DecidedAfter } from '../../../shared/domain/waiting.ts'

const DAY_MS = 86_400_000
const TODAY = '2026-11-26'
const daysAgo = (days: number): string => new Date(Date.parse(TODAY) - days * DAY_MS).toISOString().slice(0, 10)

const NONE: Applications = { applied: [], decided: [] }
const applied = (...days: [ago: number, count: number][]) => days.map(([ago, count]) => ({ day: daysAgo(ago), count }))
const decided = (ago: number, decision: DecidedAfter['decision'], days: number, count: number): DecidedAfter => ({
  appliedDay: daysAgo(ago),
  decision,
  days,
  count,
})

describe('the projection of undecided applications', () => {
  it('is what became of those who had waited as long', () => {
    // Of those of ten days ago 30 still wait, and nobody was decided after two days: they stay. Of today's, 40 % are credited.
    const own = {
      applied: applied([10, 100], [0, 50]),
      decided: [decided(10, 'credited', 1, 40), decided(10, 'declined', 2, 30)],
    }
    const found = maturationOf(own, NONE, TODAY)
    expect(found).toMatchObject({ undecided: 80 })
    expect(found?.expectedCredited).toBeCloseTo(20, 6)
    expect(found?.approvalRate).toBeCloseTo(60 / 150, 6)
    expect(found?.basedOn).toEqual({ applications: 150, decisions: 70, from: daysAgo(10), to: TODAY })
  })

  it('learns from earlier applications, and tells its interval', () => {
    const earlier = {
      applied: applied([10, 100]),
      decided: [decided(10, 'credited', 1, 60), decided(10, 'declined', 1, 40)],
    }
    // With one more of each 61 of 102 were credited: 10 × 0.598 × 0.402 by chance, and 10² × 0.598 × 0.402 ÷ 102 as that was learnt.
    const found = maturationOf({ applied: applied([0, 10]), decided: [] }, earlier, TODAY)
    const spread = 1.645 * Math.sqrt((10 + 100 / 102) * (61 / 102) * (41 / 102))
    expect(found?.expectedCredited).toBeCloseTo(6, 9)
    expect(found?.low).toBeCloseTo(6 - spread, 9)
    expect(found?.high).toBeCloseTo(6 + spread, 9)
    expect(found?.approvalHigh).toBeCloseTo((6 + spread) / 10, 9)
    expect(found?.basedOn).toMatchObject({ applications: 110, decisions: 100 })
  })

  it('leaves open what becomes of those who outlast all waits, as long as late decisions come', () => {
    // Half were decided on the last day that is known, as many credited as declined.
    const own = {
      applied: applied([4, 40]),
      decided: [decided(4, 'credited', 4, 10), decided(4, 'declined', 4, 10)],
    }
    const found = maturationOf(own, NONE, TODAY)
    // Of the 20 that wait a quarter is credited as is known, and of the half that outlasts it half: 5 + 5.
    expect(found?.expectedCredited).toBeCloseTo(10, 9)
    expect(found?.low).toBeLessThan(5)
    expect(found?.high).toBeGreaterThan(10)
  })

  it('is no certainty because a handful of decisions were equal', () => {
    const own = { applied: applied([20, 3], [0, 5]), decided: [decided(20, 'credited', 1, 3)] }
    const found = maturationOf(own, NONE, TODAY)
    expect(found).toMatchObject({ undecided: 5, expectedCredited: 5, high: 5 })
    expect(found?.low).toBeLessThan(4)
  })

  it('is nothing where all are decided, and cannot be told where none is', () => {
    const own = { applied: applied([3, 10]), decided: [decided(3, 'credited', 0, 10)] }
    const none = { undecided: 0, expectedCredited: 0, low: 0, high: 0, approvalRate: 1 }
    expect(maturationOf(own, NONE, TODAY)).toMatchObject(none)
    expect(maturationOf({ ...own, decided: [] }, NONE, TODAY)).toBeUndefined()
    expect(maturationOf(NONE, own, TODAY)).toBeUndefined()
    expect(maturationOf(NONE, NONE, TODAY)).toBeUndefined()
  })

  it('never counts more decisions than applications', () => {
    const own = { applied: applied([3, 2]), decided: [decided(3, 'declined', 1, 2), decided(3, 'credited', 2, 1)] }
    expect(maturationOf(own, NONE, TODAY)).toMatchObject({ undecided: 0, expectedCredited: 0, approvalRate: 0 })
  })
})

/** A generator of numbers between 0 and 1 that gives the same for the same seed (mulberry32). */
const numbersFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Fate = { decision: DecidedAfter['decision'] | undefined; days: number }

/** One application: what is decided about it in the end, and after how many days. */
const fateFrom = (random: () => number): Fate => {
  for (let days = 0; days < 20; days++) {
    const chance = random()
    if (chance < 0.06) return { decision: 'credited', days }
    if (chance < 0.13) return { decision: 'declined', days }
  }
  return { decision: undefined, days: 20 }
}

/** Applications of so many days until today as they stand, and how many of the undecided will be credited. */
const simulated = (random: () => number, days: number, perDay: number) => {
  const found = { applied: applied(), decided: [] as DecidedAfter[] }
  let comes = 0
  for (let ago = days - 1; ago >= 0; ago--) {
    found.applied.push({ day: daysAgo(ago), count: perDay })
    for (let one = 0; one < perDay; one++) {
      const fate = fateFrom(random)
      if (fate.decision && fate.days <= ago) found.decided.push(decided(ago, fate.decision, fate.days, 1))
      else if (fate.decision === 'credited') comes += 1
    }
  }
  return { own: found, comes }
}

describe('the interval', () => {
  const CAMPAIGNS = 250
  const seed = 20_261_126

  it.each([
    ['a campaign of 40 days', 40, 12],
    ['a small campaign', 40, 3],
    ['a campaign younger than most decisions', 8, 12],
  ])('holds what comes in about nine of ten cases of %s', (_, days, perDay) => {
    const random = numbersFrom(seed)
    let inside = 0
    for (let n = 0; n < CAMPAIGNS; n++) {
      const { own, comes } = simulated(random, days, perDay)
      const found = maturationOf(own, NONE, TODAY)
      if (found && comes >= found.low && comes <= found.high) inside += 1
    }
    const coverage = inside / CAMPAIGNS
    const isWithin = coverage >= 0.8 && coverage <= 0.97
    expect({ seed, coverage, isWithin }).toEqual({ seed, coverage, isWithin: true })
  })
})
