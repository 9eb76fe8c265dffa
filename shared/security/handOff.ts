import { randomBytes } from 'node:crypto'
import { jwtVerify } from 'jose'
import { signJwt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

const AUDIENCE = 'tuoke:hand-off'

/** A token by which another device may go on with an application until `expiresAt`; no two are equal. */
export const signHandOff = (ring: KeyRing, applicationId: string, expiresAt: Date): string => {
  const exp = Math.floor(expiresAt.getTime() / 1000)
  return signJwt({ sub: applicationId, aud: AUDIENCE, exp, jti: randomBytes(16).toString('base64url') }, ring.signing)
}

/** The application a hand-off token is for, and until when it is good; undefined when it is not. */
export const verifyHandOff = async (
  ring: KeyRing,
  token: string,
  now: Date,
): Promise<{ applicationId: string; expiresAt: Date } | undefined> => {
  const options = { algorithms: ['HS256'], audience: AUDIENCE, requiredClaims: ['sub', 'exp', 'jti'], currentDate: now }
  return jwtVerify(token, ring.signing, options).then(
    ({ payload: { sub = '', exp = 0 } }) => ({ applicationId: sub, expiresAt: new Date(exp * 1000) }),
    () => undefined,
  )
}
