import { createHmac } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import * as z from 'zod'
import type { KeyRing } from './keyRing.ts'

const LIFETIME_MS = 10 * 60_000

const Payload = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal('SHA-256'),
      nonce: z.string().max(128),
      salt: z.string().max(128),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string().max(64),
      expiresAt: z.int(),
      data: z.object({ campaignId: z.string() }),
    }),
    signature: z.string().max(128),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string().max(256), time: z.number().optional() }),
})

const secretOf = (ring: KeyRing) => createHmac('sha256', ring.signing).update('challenge').digest('base64url')

/** An ALTCHA proof-of-work challenge bound to one campaign, good for ten minutes; about 65,000 hashes of work. */
export const newChallenge = (ring: KeyRing, campaignId: string, now: Date) =>
  createChallenge({
    algorithm: 'SHA-256',
    cost: 1,
    keyPrefix: '0000',
    deriveKey,
    data: { campaignId },
    expiresAt: new Date(now.getTime() + LIFETIME_MS),
    hmacSignatureSecret: secretOf(ring),
  })

const decoded = (payload: string): unknown => {
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString())
  } catch {
    return undefined
  }
}

/** The nonce and the expiry (Unix seconds) of a challenge that was solved for the campaign; undefined when it is forged, unsolved, expired or another campaign's. */
export const solvedChallenge = async (
  ring: KeyRing,
  campaignId: string,
  payload: string,
): Promise<{ nonce: string; expiresAt: number } | undefined> => {
  const parsed = Payload.safeParse(decoded(payload))
  if (!parsed.success || parsed.data.challenge.parameters.data.campaignId !== campaignId) return undefined
  const { challenge, solution } = parsed.data
  const { verified } = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: secretOf(ring),
  })
  return verified ? { nonce: challenge.parameters.nonce, expiresAt: challenge.parameters.expiresAt } : undefined
}
