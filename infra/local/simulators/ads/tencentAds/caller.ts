import type { FaultKind } from '../../faults.ts'
import { perMinute } from '../perMinute.ts'
import type { TencentCode } from './answers.ts'
import type { OauthTokens } from './oauth.ts'

const SKEW_SECONDS = 300
const CALLS_A_MINUTE = 4000
const NONCE = /^.{1,32}$/

/** What every call says of itself: headers in one mode, the query in the other. */
export type Caller = { accessToken: string; timestamp: string; nonce: string }

const tokenProblem = (tokens: OauthTokens, accessToken: string, fault: FaultKind | undefined) => {
  if (accessToken !== '' && fault === 'expired_token') return 11000
  if (accessToken !== '' && fault === 'refuse_signature') return 11002
  return tokens.problemWith(accessToken)
}

/** Checks who calls: token, clock, nonce and how often. A nonce is remembered for as long as its timestamp could be good. */
export const callers = (now: () => Date, tokens: OauthTokens) => {
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
    const problem = tokenProblem(tokens, accessToken, fault)
    if (problem !== undefined) return problem
    if (timestamp === '' || nonce === '') return 12000
    if (!/^\d{10}$/.test(timestamp) || !NONCE.test(nonce)) return 34109
    const seconds = now().getTime() / 1000
    if (Math.abs(seconds - Number(timestamp)) > SKEW_SECONDS) return 12101
    if (isUsed(nonce, seconds)) return 12100
    return isAllowed() ? undefined : 11017
  }
}
