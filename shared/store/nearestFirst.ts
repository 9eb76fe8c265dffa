/** Keeps, of any number of things, those that come first, in little memory. */
export const nearestFirst = <Thing>(most: number, rankOf: (thing: Thing) => string) => {
  let kept: Thing[] = []
  const sorted = () => kept.sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)).slice(0, most)
  return {
    add(things: readonly Thing[]): void {
      kept.push(...things)
      if (kept.length > 2 * most) kept = sorted()
    },
    all: sorted,
  }
}
