const MAX_ENTRIES = 1000

/** Remembers what a lookup found for some milliseconds; what it did not find is looked up again each time. */
export const remember = <Found extends object>(
  find: (id: string) => Promise<Found | undefined>,
  milliseconds: number,
): ((id: string) => Promise<Found | undefined>) => {
  const known = new Map<string, { found: Found; until: number }>()
  return async (id) => {
    const entry = known.get(id)
    if (entry && entry.until > performance.now()) return entry.found
    const found = await find(id)
    known.delete(id)
    if (!found) return undefined
    if (known.size >= MAX_ENTRIES) known.clear()
    known.set(id, { found, until: performance.now() + milliseconds })
    return found
  }
}
