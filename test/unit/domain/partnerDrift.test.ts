import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DayCounts, DriftEvidence, drift } from '../../../shared/domain/partnerDrift.ts'
import { PartnerLimits, PausedBecause, pauseFor, testsOf } from '../../../shared/domain/partnerLimits.ts'
import {
  boundsOf,
  expectedSamples,
  logLikelihoodRatio,
  type SequentialTest,
} from '../../../shared/domain/sequentialTest.ts'
import { randomOf } from '../../faults/random.ts'

const DAY_MS = 86_400_000
const dayAfter = (days: number): string => new Date(Date.UTC(2026, 0, 1) + days * DAY_MS).toISOString().slice(0, 10)

/** Counts of days one after the other. */
const counts = (...days: [samples: number, bad: number][]): DayCounts[] =>
  days.map(([samples, bad], i) => ({ day: dayAfter(i), samples, bad }))

const TEST: SequentialTest = { p0: 0.1, p1: 0.2, alpha: 0.01, beta: 0.1 }

describe('the sequential test', () => {
  it('has the bounds and the expected number of samples that Wald gives', () => {
    expect(boundsOf(TEST).upper).toBeCloseTo(4.49981, 5) // ln 90
    expect(boundsOf(TEST).lower).toBeCloseTo(-2.292535, 5) // ln (0.1 ÷ 0.99)
    // 20 · ln 2 + 80 · ln (8 ÷ 9)
    expect(logLikelihoodRatio(TEST, { samples: 100, bad: 20 })).toBeCloseTo(4.440301, 5)
    // (0.9 · 4.49981 − 0.1 · 2.292535) ÷ (0.2 · ln 2 + 0.8 · ln (8 ÷ 9))
    expect(expectedSamples(TEST)).toBeCloseTo(86.0432, 4)
  })
})

describe('drift', () => {
  it.each<[string, DayCounts[], object]>([
    ['nobody can tell of no days', [], { verdict: 'continue', llr: 0, samples: 0 }],
    ['nor of days without samples', counts([0, 0]), { verdict: 'continue', samples: 0 }],
    ['nor just below the bound', counts([60, 12], [40, 8]), { verdict: 'continue', samples: 100 }],
    ['a pause is one bad sample more', counts([60, 12], [40, 9]), { verdict: 'pause', samples: 100 }],
    ['few bad ones are fine', counts([60, 3]), { verdict: 'fine', samples: 60 }],
    ['fine, it begins anew', counts([60, 3], [10, 2]), { verdict: 'continue', samples: 10 }],
    ['and does so when there is something to count', counts([60, 3], [0, 0]), { verdict: 'fine', samples: 60 }],
    ['a long good time hides no bad one', counts([900, 50], [900, 50], [60, 25]), { verdict: 'pause', samples: 60 }],
    ['paused, nothing that follows counts', counts([60, 25], [900, 50]), { verdict: 'pause', samples: 60 }],
  ])('%s', (_, days, expected) => {
    expect(drift(days, TEST)).toMatchObject(expected)
  })

  it('explains itself in numbers that the same test comes to again', () => {
    const { explained, llr, ...found } = drift(counts([0, 0], [60, 12], [40, 9]), TEST)
    const numbers = { samples: 100, bad: 21, rate: 0.21, expectedSamples: 87, ...TEST }
    expect(explained).toEqual({ from: '2026-01-02', to: '2026-01-03', ...numbers })
    expect(DriftEvidence.parse(explained)).toEqual(explained)
    expect(found).toEqual({ verdict: 'pause', ...boundsOf(TEST), samples: 100 })
    expect(llr).toBe(logLikelihoodRatio(TEST, { samples: 100, bad: 21 }))
  })

  it('is the same in whatever order the days come', () => {
    const someDays = fc.array(
      fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]): [number, number] => [a + b, a]),
      { maxLength: 20 },
    )
    const shuffled = someDays.chain((days) => {
      const all = counts(...days)
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
    })
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(drift(other, TEST)).toEqual(drift(all, TEST))
      }),
    )
  })
})

/** Days on each of which so many samples are bad with the same chance. */
const simulated = (random: ReturnType<typeof randomOf>, p: number, perDay: number, days: number): DayCounts[] =>
  counts(
    ...Array.from({ length: days }, (): [number, number] => {
      const samples = Array.from({ length: perDay }, () => random.chance(p))
      return [perDay, samples.filter((isBad) => isBad).length]
    }),
  )

/** Tests that are looked at every day until they end: the share that ended in a pause, and the samples it took on average. */
const ended = (seed: string, test: SequentialTest, p: number, perDay: number, runs: number) => {
  const random = randomOf(seed)
  let [pauses, samples] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const days: DayCounts[] = []
    let stand = drift(days, test)
    while (stand.verdict === 'continue') {
      const [today] = simulated(random, p, perDay, 1)
      if (today) days.push({ ...today, day: dayAfter(days.length) })
      stand = drift(days, test)
    }
    if (stand.verdict === 'pause') pauses += 1
    samples += stand.samples
  }
  return { pauses: pauses / runs, samples: samples / runs }
}

/** Three standard deviations of a share that was counted in so many runs. */
const tolerance = (share: number, runs: number): number => 3 * Math.sqrt((share * (1 - share)) / runs)

describe('simulated partners', () => {
  const RUNS = 2000
  const approval = { p0: 0.7, p1: 0.85, alpha: 0.05, beta: 0.1 }

  it.each<[string, SequentialTest, number]>([
    ['duplicates, 20 leads a day', TEST, 20],
    ['duplicates, 5 leads a day', { ...TEST, alpha: 0.05 }, 5],
    ['refusals, 10 decisions a day', approval, 10],
  ])('who keep to a limit are seldom paused: %s', (seed, test, perDay) => {
    const { pauses } = ended(seed, test, test.p0, perDay, RUNS)
    const isSeldom = pauses <= test.alpha + tolerance(test.alpha, RUNS)
    expect({ seed, pauses, isSeldom }).toEqual({ seed, pauses, isSeldom: true })
  })

  it.each<[string, SequentialTest, number]>([
    ['duplicates, 20 leads a day', TEST, 20],
    ['duplicates, 5 leads a day', TEST, 5],
    ['refusals, 10 decisions a day', approval, 10],
  ])('whose rate doubled are found after about as many samples as expected: %s', (seed, test, perDay) => {
    const { pauses, samples } = ended(seed, test, test.p1, perDay, RUNS)
    // The formula leaves out by how much the last sample steps over the bound; who looks once a day goes on to the end of it.
    const [least, most] = [expectedSamples(test) * 0.95, expectedSamples(test) * 1.1 + 2 * perDay]
    const isFound = pauses >= 1 - test.beta - tolerance(test.beta, RUNS)
    const isInTime = samples >= least && samples <= most
    expect({ seed, pauses, samples, isFound, isInTime }).toEqual({
      ...{ seed, pauses, samples },
      ...{ isFound: true, isInTime: true },
    })
  })

  it('are watched for years: the good ones are left alone, those at the limit nearly so, one that turned bad is found', () => {
    const seed = 'years'
    const random = randomOf(seed)
    const { duplicate_rate: test = TEST } = testsOf({ maxDuplicateRate: 0.1 })
    const partners = Array.from({ length: 200 }, (_, i) => i)
    const pausedAt = (p: number) =>
      partners.filter(() => drift(simulated(random, p, 20, 365), test).verdict === 'pause').length
    const good = pausedAt(0.05)
    const atLimit = pausedAt(0.1)
    const waits = partners.map(() => {
      const days = [...simulated(random, 0.05, 20, 300), ...simulated(random, 0.2, 20, 60)]
      const { explained } = drift(
        days.map((day, i) => ({ ...day, day: dayAfter(i) })),
        test,
      )
      return (Date.parse(explained?.to ?? '') - Date.parse(dayAfter(299))) / DAY_MS
    })
    const wait = waits.reduce((a, b) => a + b, 0) / waits.length
    const isSo = good === 0 && atLimit <= 20 && wait * 20 < 1.5 * expectedSamples(test)
    expect({ seed, good, atLimit, wait, isSo }).toEqual({ seed, good, atLimit, wait, isSo: true })
  })
})

describe('limits', () => {
  const at = '2026-11-26T08:00:00.000Z'
  const fine = counts([200, 10])

  it('ask for tests of twice the duplicates, or half the approvals', () => {
    const { duplicate_rate, approval_rate } = testsOf({ maxDuplicateRate: 0.1, minApprovalRate: 0.3 })
    expect(duplicate_rate).toMatchObject({ p0: 0.1, p1: 0.2 })
    expect(approval_rate).toMatchObject({ p0: 0.7, p1: 0.85 })
    expect(testsOf({ maxDuplicateRate: 0.5 }).duplicate_rate).toMatchObject({ p0: 0.5, p1: 0.75 })
    expect(testsOf({})).toEqual({})
  })

  it('pause a partner who breaks one of them, and say by which numbers', () => {
    const limits = { maxDuplicateRate: 0.1, minApprovalRate: 0.3 }
    expect(pauseFor(limits, { duplicates: fine, refusals: fine }, at)).toBeUndefined()
    const duplicated = pauseFor(limits, { duplicates: counts([200, 60]), refusals: fine }, at)
    expect(duplicated).toMatchObject({ reason: 'duplicate_rate', at, evidence: { samples: 200, bad: 60, rate: 0.3 } })
    const refused = pauseFor(limits, { duplicates: fine, refusals: counts([200, 190]) }, at)
    expect(refused).toMatchObject({ reason: 'approval_rate', evidence: { rate: 0.95, p0: 0.7 } })
    expect(PausedBecause.parse(refused)).toEqual(refused)
  })

  it('that are not set pause nobody', () => {
    const bad = counts([200, 200])
    expect(pauseFor({}, { duplicates: bad, refusals: bad }, at)).toBeUndefined()
  })

  it('always ask for a test that can be made', () => {
    const rates = fc.record({
      maxDuplicateRate: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      minApprovalRate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    })
    fc.assert(
      fc.property(rates, (limits) => {
        expect(PartnerLimits.safeParse(limits).success).toBe(true)
        for (const { p0, p1 } of Object.values(testsOf(limits))) expect(0 < p0 && p0 < p1 && p1 < 1).toBe(true)
      }),
    )
  })

  it.each([{ maxDuplicateRate: 0 }, { maxDuplicateRate: 0.51 }, { minApprovalRate: 1 }, { minApprovalRate: 0 }])(
    'are not %j',
    (limits) => expect(PartnerLimits.safeParse(limits).success).toBe(false),
  )
})
