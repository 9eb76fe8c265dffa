/** Round values from 0 to a round top at or above `largest`, about `count` of them. */
export const ticks = (largest: number, count = 4): number[] => {
  if (largest <= 0) return [0, 1]
  const rough = largest / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? power * 10
  const whole = Math.max(step, Number.isInteger(largest) ? 1 : 0)
  return Array.from({ length: Math.ceil(largest / whole) + 1 }, (_, i) => Number((i * whole).toPrecision(12)))
}

/** Every so many of a list that at most `most` are named, the last among them. */
export const named = <One>(list: readonly One[], most: number): { at: number; one: One }[] => {
  const every = Math.max(1, Math.ceil((list.length - 1) / Math.max(1, most - 1)))
  const last = list.length - 1
  return list.flatMap((one, at) => (at === last || (at % every === 0 && last - at >= every / 2) ? [{ at, one }] : []))
}
