/** The sum of some numbers. */
export const sumOf = (numbers: Iterable<number>): number => {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}

/**
 * A whole number in whole parts that add up to it, in proportion to whole weights that are not all 0 (largest remainder,
 * the method of Hamilton). Of parts with the same remainder the later is rounded up first.
 */
export const split = (total: number, weights: readonly number[]): number[] => {
  const whole = sumOf(weights)
  const parts = weights.map((weight) => Math.floor((total * weight) / whole))
  const byRemainder = weights
    .map((weight, i) => ({ i, remainder: (total * weight) % whole }))
    .sort((a, b) => b.remainder - a.remainder || b.i - a.i)
  const roundedUp = new Set(byRemainder.slice(0, total - sumOf(parts)).map(({ i }) => i))
  return parts.map((part, i) => part + (roundedUp.has(i) ? 1 : 0))
}
