const MINUTE_MS = 60_000

/** Whether one more call is allowed: so many in each minute of the clock. */
export const perMinute = (now: () => Date, most: number) => {
  let [minute, calls] = [0, 0]
  return (): boolean => {
    const current = Math.floor(now().getTime() / MINUTE_MS)
    calls = current === minute ? calls + 1 : 1
    minute = current
    return calls <= most
  }
}
