import type { Side, Unit } from './figure.ts'

/** Three digits are as many as a shared machine can tell. */
export const rounded = (value: number): number => Number(value.toPrecision(3))

/** The value that as many are above as below. Fails when there is none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (low === undefined || high === undefined) throw new Error('nothing was measured')
  return (low + high) / 2
}

/** The value that a share `q` of all is below, such as 0.99. Fails when there is none. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

/** By how much y grows with x, by least squares. Fails when all x are the same. */
export const slopeOf = (points: readonly { x: number; y: number }[]): number => {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean('x'), mean('y')]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  if (!(spread > 0)) throw new Error('a slope needs two points that are apart')
  return points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread
}

/** One side's rounds in short. */
export const sideOf = (name: string, values: readonly number[], unit: Unit): Side => ({
  name,
  median: rounded(median(values)),
  least: rounded(Math.min(...values)),
  greatest: rounded(Math.max(...values)),
  unit,
})
