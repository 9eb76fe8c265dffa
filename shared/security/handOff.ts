import { randomBytes } from 'node:crypto'
import { signJwt, verifyJwt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

const AUDIENCE = 'tuoke:hand-off'

/** A token by which another device may go on with an application until `expiresAt`; no two are equal. */
export const signHandOff = (ring: KeyRing, applicationId: string, expiresAt: Date): string => {
  const exp = Math.floor(expiresAt.getTime() / 1000)
  return signJwt({ sub: applicationId, aud: AUDIENCE, exp, jti: randomBytes(16).toString('base64url') }, ring.signing)
}

/** The application a hand-off token is for, and until when it is good; undefined when it is not. */
export const verifyHandOff = (
  ring: KeyRing,
  token: string,
  now: Date,
): { applicationId: string; expiresAt: Date } | undefined => {
  const claims = verifyJwt(token, ring.signing, { audience: AUDIENCE, now })
  if (typeof claims === 'string') return undefined
  return { applicationId: claims.sub, expiresAt: new Date(claims.exp * 1000) }
}
