/** Waits for all of some work, then fails as the first that failed: nothing goes on when the function has ended. */
export const allOf = async <Result>(work: readonly Promise<Result>[]): Promise<Result[]> => {
  await Promise.allSettled(work)
  return Promise.all(work)
}
