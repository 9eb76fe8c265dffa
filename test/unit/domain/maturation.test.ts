import { describe, expect, it } from 'vitest'
import { type AppliedOn, type DecidedAfter, maturationOf } from '../../../shared/domain/maturation.ts'

const DAY_MS = 86_400_000
const TODAY = '2026-11-26'
const daysAgo = (days: number): string => new Date(Date.parse(TODAY) - days * DAY_MS).toISOString().slice(0, 10)

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

describe('the projection of undecided applications', () => {
  it('is what became of those who had waited as long', () => {
    const applied: AppliedOn[] = [
      { day: daysAgo(10), count: 100 },
      { day: daysAgo(0), count: 50 },
    ]
    const decided: DecidedAfter[] = [
      { appliedDay: daysAgo(10), decision: 'credited', days: 1, count: 40 },
      { appliedDay: daysAgo(10), decision: 'declined', days: 2, count: 30 },
    ]
    // Of those of ten days ago 30 still wait, and nobody was decided after two days: they stay. Of today's, 40 % are credited.
    expect(maturationOf(applied, decided, TODAY)).toMatchObject({ applications: 150, undecided: 80 })
    expect(maturationOf(applied, decided, TODAY)?.expectedCredited).toBeCloseTo(20, 6)
    expect(maturationOf(applied, decided, TODAY)?.approvalRate).toBeCloseTo(60 / 150, 6)
  })

  it('is nothing where all are decided, and cannot be told where none is', () => {
    const applied = [{ day: daysAgo(3), count: 10 }]
    const decided: DecidedAfter[] = [{ appliedDay: daysAgo(3), decision: 'credited', days: 0, count: 10 }]
    expect(maturationOf(applied, decided, TODAY)).toMatchObject({
      undecided: 0,
      expectedCredited: 0,
      low: 0,
      high: 0,
      approvalRate: 1,
    })
    expect(maturationOf(applied, [], TODAY)).toBeUndefined()
    expect(maturationOf([], [], TODAY)).toBeUndefined()
  })

  it('holds what comes in nine of ten cases', () => {
    const seed = 20_261_126
    const random = numbersFrom(seed)
    /** One application: what is decided about it in the end, and after how many days. */
    const fate = (): { decision: 'credited' | 'declined' | undefined; days: number } => {
      for (let days = 0; days < 20; days++) {
        const chance = random()
        if (chance < 0.06) return { decision: 'credited', days }
        if (chance < 0.13) return { decision: 'declined', days }
      }
      return { decision: undefined, days: 20 }
    }
    let inside = 0
    const campaigns = 400
    for (let n = 0; n < campaigns; n++) {
      const applied: AppliedOn[] = []
      const decided: DecidedAfter[] = []
      let comes = 0
      for (let ago = 40; ago >= 0; ago--) {
        applied.push({ day: daysAgo(ago), count: 12 })
        for (let one = 0; one < 12; one++) {
          const { decision, days } = fate()
          if (decision && days <= ago) decided.push({ appliedDay: daysAgo(ago), decision, days, count: 1 })
          else if (decision === 'credited') comes += 1
        }
      }
      const found = maturationOf(applied, decided, TODAY)
      if (found && comes >= found.low && comes <= found.high) inside += 1
    }
    const coverage = inside / campaigns
    expect({ seed, isWithin: coverage >= 0.8 && coverage <= 0.97, coverage }).toEqual({
      seed,
      isWithin: true,
      coverage,
    })
  })
})
