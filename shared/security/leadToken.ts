import { errors, jwtVerify } from 'jose'
import { signJwt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

const LIFETIME_SECONDS = 7 * 24 * 3600
const AUDIENCE = 'tuoke:lead'

/** The bearer token of a lead, good for seven days from `at` (ISO 8601); the same arguments give the same token. */
export const signLeadToken = (ring: KeyRing, leadId: string, at: string): string => {
  const issuedAt = Math.floor(Date.parse(at) / 1000)
  return signJwt({ sub: leadId, aud: AUDIENCE, iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS }, ring.signing)
}

/** The lead a token was made for, or why it is no good. */
export const verifyLeadToken = async (
  ring: KeyRing,
  token: string,
  now: Date,
): Promise<{ leadId: string } | 'invalid' | 'expired'> => {
  try {
    const { payload } = await jwtVerify(token, ring.signing, {
      algorithms: ['HS256'],
      audience: AUDIENCE,
      requiredClaims: ['sub', 'exp'],
      currentDate: now,
    })
    return { leadId: payload.sub ?? '' }
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
  }
}
