import * as z from 'zod'
import { Day } from './day.ts'
import { boundsOf, expectedSamples, logLikelihoodRatio, type SequentialTest } from './sequentialTest.ts'

/** How many of a day there were, and how many of them were bad. */
export type DayCounts = { day: Day; samples: number; bad: number }

/** The numbers that a test stood on: shares between 0 and 1, and the days from the first to the last that it counted. */
export const DriftEvidence = z
  .object({
    from: Day,
    to: Day,
    samples: z.int().min(0),
    bad: z.int().min(0),
    rate: z.number().min(0).max(1),
    p0: z.number(),
    p1: z.number(),
    alpha: z.number(),
    beta: z.number(),
    expectedSamples: z.int().min(1).meta({ description: 'How many it takes on average to notice a rate of p1' }),
  })
  .meta({ id: 'DriftEvidence' })
export type DriftEvidence = z.infer<typeof DriftEvidence>

/** How a test stands: `pause`, the rate is p1; `fine`, it is p0; `continue`, nobody can tell yet. */
export type Drift = {
  verdict: 'continue' | 'pause' | 'fine'
  llr: number
  upper: number
  lower: number
  samples: number
  /** Absent as long as there is nothing to say. */
  explained?: DriftEvidence
}

const verdictOf = (llr: number, { upper, lower }: { upper: number; lower: number }): Drift['verdict'] => {
  if (llr >= upper) return 'pause'
  return llr <= lower ? 'fine' : 'continue'
}

type Total = { from: Day; to: Day; samples: number; bad: number }

const totalWith = (total: Total | undefined, { day, samples, bad }: DayCounts): Total =>
  total === undefined
    ? { from: day, to: day, samples, bad }
    : { from: total.from, to: day, samples: total.samples + samples, bad: total.bad + bad }

const standOf = (total: Total, test: SequentialTest): Drift => {
  const { samples, bad } = total
  const [llr, bounds] = [logLikelihoodRatio(test, total), boundsOf(test)]
  const explained = { ...total, rate: bad / samples, ...test, expectedSamples: Math.ceil(expectedSamples(test)) }
  return { verdict: verdictOf(llr, bounds), llr, ...bounds, samples, explained }
}

/**
 * Looks at the end of every day, each told once, whether a rate has drifted. A test that ends `fine` gives way to a new one
 * on the next day, so that a long good time hides no bad one: `alpha` and `beta` are those of one test, not of all that a
 * partner goes through. The first that ends in `pause` is the last; what is counted after it starts anew.
 */
export const drift = (counts: readonly DayCounts[], test: SequentialTest): Drift => {
  const days = counts.filter(({ samples }) => samples > 0).sort((a, b) => (a.day < b.day ? -1 : 1))
  let total: Total | undefined
  let stand: Drift = { verdict: 'continue', llr: 0, ...boundsOf(test), samples: 0 }
  for (const day of days) {
    total = totalWith(stand.verdict === 'fine' ? undefined : total, day)
    stand = standOf(total, test)
    if (stand.verdict === 'pause') return stand
  }
  return stand
}
