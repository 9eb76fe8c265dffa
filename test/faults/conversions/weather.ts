import type { FaultKind, Weather } from '../../../infra/local/simulators/faults.ts'
import type { DestinationPlatform } from '../../../shared/domain/destination.ts'
import type { Random } from '../random.ts'

/** How often a call fails. */
const SHARE = 0.3

/** What every provider can do wrong, by weight. What holds a sender up for seconds comes seldom, or nothing else would be seen. */
const COMMON: Partial<Record<FaultKind, number>> = {
  timeout: 1,
  slow: 1,
  huge_answer: 1,
  '5xx': 6,
  '429': 6,
  malformed: 6,
  drop_after_accept: 8,
  redirect: 6,
  refuse_signature: 2,
}

/** What some can do wrong beside that, each with its own codes. */
const OWN: Record<DestinationPlatform, readonly FaultKind[]> = {
  tencent_ads: ['expired_token', 'whole_batch', 'ok_with_failure'],
  ocean_engine: ['ok_with_failure'],
  kuaishou: ['ok_with_failure'],
  baidu: ['expired_token', 'partial_failure', 'whole_batch', 'ok_with_failure'],
  meta: ['expired_token', 'whole_batch'],
  google_ads: ['expired_token', 'whole_batch', 'ok_with_failure'],
  partner: [],
}
const OWN_WEIGHT = 5

/** Where any answer of 2xx says that it was taken, whatever is in it. */
const READS_NO_BODY: readonly DestinationPlatform[] = ['partner']

const weightsOf = (platform: DestinationPlatform): Record<string, number> => ({
  ...COMMON,
  ...Object.fromEntries(OWN[platform].map((kind) => [kind, OWN_WEIGHT])),
  ...(READS_NO_BODY.includes(platform) && { malformed: 0 }),
})

/** How long a call is under way at most, and some time to do something about what came of it. */
const LONGEST_MS: Partial<Record<FaultKind, number>> = { timeout: 5000, slow: 2000 }
const AFTER_MS = 2000

const isAdPlatform = (provider: string): provider is DestinationPlatform => provider in OWN

/** Platforms of which every third call fails, in each way that is known of them, from when they are to; `onCall` hears how many calls there were. */
export const openWeather = (random: Random, onCall: (calls: number) => void) => {
  const faults = new Map<FaultKind, number>()
  let calls = 0
  let busyUntil = 0
  let isFair = true
  const weather: Weather = (provider) => {
    if (isFair || !isAdPlatform(provider)) return undefined
    calls += 1
    onCall(calls)
    const kind = random.chance(SHARE) ? (random.weighed(weightsOf(provider)) as FaultKind) : undefined
    busyUntil = Math.max(busyUntil, performance.now() + ((kind && LONGEST_MS[kind]) ?? 0) + AFTER_MS)
    if (kind) faults.set(kind, (faults.get(kind) ?? 0) + 1)
    return kind
  }
  return {
    weather,
    storm: (): void => {
      isFair = false
    },
    calls: (): number => calls,
    isQuiet: (): boolean => performance.now() > busyUntil,
    /** How often a call was broken, by how. */
    faults: (): ReadonlyMap<FaultKind, number> => faults,
  }
}

export type OpenWeather = ReturnType<typeof openWeather>
