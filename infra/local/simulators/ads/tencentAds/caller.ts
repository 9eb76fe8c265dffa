import type { FaultKind } from '../../faults.ts'
import { TENCENT_ADS } from '../accounts.ts'
import { perMinute } from '../perMinute.ts'
import type { TencentCode } from './answers.ts'

const SKEW_SECONDS = 300
const CALLS_A_MINUTE = 4000
const NONCE = /^.{1,32}$/

/** What every call says of itself: headers in one mode, the query in the other. */
export type Caller = { accessToken: string; timestamp: string; nonce: string }

const tokenProblem = (accessToken: string, fault: FaultKind | undefined): TencentCode | undefined => {
  if (accessToken === '') return 11005
  if (fault === 'expired_token') return 11000
  return accessToken !== TENCENT_ADS.accessToken || fault === 'refuse_signature' ? 11002 : undefined
}

/** Checks who calls: token, clock, nonce and how often. A nonce is remembered for as long as its timestamp could be good. */
export const callers = (now: () => Date) => {
  const isAllowed = perMinute(now, CALLS_A_MINUTE)
  const used = new Map<string, number>()

  const isUsed = (nonce: string, seconds: number): boolean => {
    for (const [old, at] of used) {
      if (seconds - at <= 2 * SKEW_SECONDS) break
      used.delete(old)
    }
    const isKnown = used.has(nonce)
    if (!isKnown) used.set(nonce, seconds)
    return isKnown
  }

  /** The code of what is wrong, undefined when nothing is. */
  return ({ accessToken, timestamp, nonce }: Caller, fault: FaultKind | undefined): TencentCode | undefined => {
    const problem = tokenProblem(accessToken, fault)
    if (problem !== undefined) return problem
    if (timestamp === '' || nonce === '') return 12000
    if (!/^\d{10}$/.test(timestamp) || !NONCE.test(nonce)) return 34109
    const seconds = now().getTime() / 1000
    if (Math.abs(seconds - Number(timestamp)) > SKEW_SECONDS) return 12101
    if (isUsed(nonce, seconds)) return 12100
    return isAllowed() ? undefined : 11017
  }
}
