import { randomUUID } from 'node:crypto'
import { Problem } from '../../shared/contract/problem.ts'
import { PHONE_CODE, recentSends, type SentCode, sendWait } from '../../shared/domain/phoneCode.ts'
import type { OnboardingDeps } from './deps.ts'

/** How many codes an address may ask for. */
const OF_ADDRESS = { most: 20, seconds: 24 * 3600 }

/** A code that is about to be sent to the phone of an index, at a time in milliseconds. */
export type Sending = { index: string; leadId: string; codeHash: string; at: number }

/** The right to send a code; `before` are the sendings that it adds to. */
export type Claim = { index: string; sent: SentCode; before: number[] }

export const tooManyCodes = (waitMs: number): Problem => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return new Problem('too_many_codes', `Ask for another code in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

const sentWith = ({ leadId, codeHash, at }: Sending, before: readonly number[]): SentCode => ({
  claim: randomUUID(),
  sends: [...before, at],
  leadId,
  codeHash,
  goodUntil: at + PHONE_CODE.minutes * 60_000,
  tries: 0,
})

const claimPhone = async ({ phoneCodes }: OnboardingDeps, sending: Sending): Promise<Claim> => {
  for (let round = 0; round < 5; round++) {
    const seen = await phoneCodes.find(sending.index)
    const before = recentSends(seen?.sends ?? [], sending.at)
    const wait = sendWait(before, sending.at)
    if (wait > 0) throw tooManyCodes(wait)
    const sent = sentWith(sending, before)
    if (await phoneCodes.replace(sending.index, seen, sent)) return { index: sending.index, sent, before }
  }
  throw tooManyCodes(1000)
}

const freePhone = async ({ phoneCodes }: OnboardingDeps, { index, sent, before }: Claim): Promise<void> => {
  await phoneCodes.replace(index, sent, { ...sent, claim: randomUUID(), sends: before, goodUntil: 0 })
}

/** Claims a sending, of the phone and of the address. Ends in the problem `too_many_codes` when one of them had its share. */
export const claimSending = async (deps: OnboardingDeps, sending: Sending, address: string): Promise<Claim> => {
  const claim = await claimPhone(deps, sending)
  const wait = await deps.limits.take(address, OF_ADDRESS, new Date(sending.at))
  if (wait === undefined) return claim
  await freePhone(deps, claim)
  throw tooManyCodes(wait * 1000)
}

/** Gives a claim back whose code was not sent; the code is good for nothing. */
export const giveBack = async (deps: OnboardingDeps, claim: Claim, address: string): Promise<void> => {
  await freePhone(deps, claim)
  await deps.limits.giveBack(address, OF_ADDRESS, new Date(claim.sent.sends.at(-1) ?? 0))
}
