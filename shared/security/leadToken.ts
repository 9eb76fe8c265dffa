import { signJwt, verifyJwt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

const LIFETIME_SECONDS = 7 * 24 * 3600
const AUDIENCE = 'tuoke:lead'

/** How somebody proved to be the person of the lead (RFC 8176); whoever knows a phone number can get a token without. */
const BY_PHONE = ['otp']

export type LeadProof = { phoneVerified: boolean }

/** The bearer token of a lead, good for seven days from `at` (ISO 8601); the same arguments give the same token. */
export const signLeadToken = (
  ring: KeyRing,
  leadId: string,
  at: string,
  { phoneVerified }: LeadProof = { phoneVerified: false },
): string => {
  const issuedAt = Math.floor(Date.parse(at) / 1000)
  const claims = { sub: leadId, aud: AUDIENCE, iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS }
  return signJwt(phoneVerified ? { ...claims, amr: BY_PHONE } : claims, ring.signing)
}

/** The lead a token was made for and what its bearer proved, or why it is no good. */
export const verifyLeadToken = (
  ring: KeyRing,
  token: string,
  now: Date,
): ({ leadId: string } & LeadProof) | 'invalid' | 'expired' => {
  const claims = verifyJwt(token, ring.signing, { audience: AUDIENCE, now })
  if (typeof claims === 'string') return claims
  const { sub, amr } = claims
  return { leadId: sub, phoneVerified: Array.isArray(amr) && BY_PHONE.every((method) => amr.includes(method)) }
}
