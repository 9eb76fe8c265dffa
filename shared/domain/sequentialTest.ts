/** A share that is acceptable (p0) and one that is not (p1), 0 < p0 < p1 < 1, and how often each may be taken for the other. */
export type SequentialTest = {
  p0: number
  p1: number
  /** How often an acceptable share may be taken for the other. */
  alpha: number
  /** How often the other may be taken for an acceptable one. */
  beta: number
}

/**
 * Wald's sequential probability ratio test of a share (A. Wald, Sequential Analysis, 1947, chapters 3 and 5). Of n samples of
 * which b were bad, the logarithm of how much likelier they are with p1 than with p0:
 *
 *   llr = b · ln(p1 ÷ p0) + (n − b) · ln((1 − p1) ÷ (1 − p0))
 */
export const logLikelihoodRatio = ({ p0, p1 }: SequentialTest, { samples, bad }: { samples: number; bad: number }) =>
  bad * Math.log(p1 / p0) + (samples - bad) * Math.log((1 - p1) / (1 - p0))

/**
 * Where the test ends: at `upper` or above the share is taken for p1, at `lower` or below for p0.
 *
 *   upper = ln((1 − β) ÷ α)     lower = ln(β ÷ (1 − α))
 *
 * However seldom one looks, p0 is taken for p1 in at most α ÷ (1 − β) of all tests, p1 for p0 in at most β ÷ (1 − α), and
 * both together in at most α + β. One that never ends decides nothing.
 */
export const boundsOf = ({ alpha, beta }: SequentialTest): { upper: number; lower: number } => ({
  upper: Math.log((1 - beta) / alpha),
  lower: Math.log(beta / (1 - alpha)),
})

/**
 * How many samples a share of p1 takes on average until the test ends, by Wald's approximation, which leaves out by how much
 * the last sample steps over the bound:
 *
 *   E₁[n] ≈ ((1 − β) · upper + β · lower) ÷ (p1 · ln(p1 ÷ p0) + (1 − p1) · ln((1 − p1) ÷ (1 − p0)))
 */
export const expectedSamples = (test: SequentialTest): number => {
  const { upper, lower } = boundsOf(test)
  const perSample = logLikelihoodRatio(test, { samples: 1, bad: test.p1 })
  return ((1 - test.beta) * upper + test.beta * lower) / perSample
}
