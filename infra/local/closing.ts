/** How to end what was started, kept from its start on. */
export type Closing = {
  /** Adds how to end what was just started. */
  later: (end: () => unknown) => void
  /** Ends everything, the latest first, once; what cannot be ended is reported and the rest goes on. */
  close: () => Promise<void>
}

/** Begins with nothing to end. */
export const closing = (report: (error: unknown) => void): Closing => {
  const ends: (() => unknown)[] = []
  let closed: Promise<void> | undefined
  const closeAll = async (): Promise<void> => {
    for (const end of ends.reverse())
      try {
        await end()
      } catch (error) {
        report(error)
      }
  }
  return {
    later: (end) => {
      ends.push(end)
    },
    close: () => {
      closed ??= closeAll()
      return closed
    },
  }
}
