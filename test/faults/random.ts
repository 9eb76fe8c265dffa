/** Numbers by chance that come again with the same seed. */
export const randomOf = (seed: string) => {
  let state = [...seed].reduce(
    (hash, character) => Math.imul(hash ^ character.charCodeAt(0), 16_777_619),
    2_166_136_261,
  )
  /** Mulberry32: from 0 to below 1. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** A whole number from one to another, both included. */
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    between,
    chance: (probability: number): boolean => next() < probability,
    /** One of several by their weights. */
    weighed: <Name extends string>(weights: Record<Name, number>): Name => {
      const names = Object.keys(weights) as Name[]
      let left = next() * names.reduce((sum, name) => sum + weights[name], 0)
      for (const name of names) {
        left -= weights[name]
        if (left < 0) return name
      }
      return names[0] as Name
    },
    /** The same things in another order. */
    shuffled: <Thing>(things: readonly Thing[]): Thing[] =>
      things
        .map((thing) => ({ thing, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ thing }) => thing),
    pick: <Thing>(things: readonly Thing[]): Thing | undefined => things[between(0, things.length - 1)],
  }
}

export type Random = ReturnType<typeof randomOf>
