/** Runs work at most so many at a time, in the order in which it was asked for. */
export const atMost = (places: number) => {
  let free = places
  const waiting: (() => void)[] = []
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((admit) => waiting.push(admit))
  }
  const leave = (): void => {
    const admit = waiting.shift()
    if (admit) admit()
    else free += 1
  }
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
