import { createHash } from 'node:crypto'

/** Chance that turns out the same for the same words: mulberry32, started from their hash. */
export const chanceOf = (...words: readonly (string | number)[]) => {
  let state = createHash('sha256').update(words.join(' ')).digest().readUInt32LE()
  /** Evenly from 0 to below 1. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + next() * (most - least)
  return {
    next,
    between,
    happens: (share: number): boolean => next() < share,
    /** A time to wait, memoryless, of this mean. */
    wait: (mean: number): number => -Math.log(1 - next()) * mean,
    /** Fails on an empty list. */
    oneOf: <Thing>(things: readonly Thing[]): Thing => picked(things, next() * things.length, () => 1),
    weighted: <Thing extends { weight: number }>(things: readonly Thing[]): Thing => {
      const total = things.reduce((sum, { weight }) => sum + weight, 0)
      return picked(things, next() * total, ({ weight }) => weight)
    },
  }
}

export type Chance = ReturnType<typeof chanceOf>

/** The thing in whose stretch a point lies, when all are laid side by side. */
const picked = <Thing>(things: readonly Thing[], point: number, widthOf: (thing: Thing) => number): Thing => {
  let left = point
  const found = things.find((thing) => {
    left -= widthOf(thing)
    return left < 0
  })
  if (found === undefined) throw new Error('there is nothing to choose from')
  return found
}
