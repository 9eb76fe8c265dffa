import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What A256GCM (RFC 7518, 5.3) makes of a plaintext under an encoded header, as a compact JWE ends: IV, ciphertext, tag. */
export const a256gcm = (header: string, plaintext: Uint8Array, key: KeyObject, iv: Uint8Array): string => {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return [iv, ciphertext, cipher.getAuthTag()].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

/** A compact JWE (RFC 7516) under the key itself. A tenth of the time that `jose` takes, which tests read it with. */
export const encrypt = (header: object, plaintext: Uint8Array, key: KeyObject): string => {
  const protectedHeader = encoded({ alg: 'dir', enc: 'A256GCM', ...header })
  return `${protectedHeader}..${a256gcm(protectedHeader, plaintext, key, randomBytes(IV_BYTES))}`
}

const BASE64URL = /^[A-Za-z0-9_-]*$/

const bytesOf = (part: string): Buffer => {
  if (!BASE64URL.test(part)) throw new Error('not Base64url')
  return Buffer.from(part, 'base64url')
}

type Header = Record<string, unknown>

/** Nothing that a header may ask for is understood but what we write: no extension, no compression. */
const headerOf = (part: string, alg: string): Header => {
  const header = JSON.parse(bytesOf(part).toString()) as Header
  if (header.alg !== alg || header.crit !== undefined || header.zip !== undefined) throw new Error('not ours')
  return header
}

/** The header and the plaintext of a compact JWE of ours. Fails for any other algorithm or key, and after tampering. */
export const decrypt = (jwe: string, key: KeyObject): { header: Header; plaintext: Buffer } => {
  const [head = '', encryptedKey = '', iv = '', ciphertext = '', tag = '', ...more] = jwe.split('.')
  const header = headerOf(head, 'dir')
  const [nonce, mark] = [bytesOf(iv), bytesOf(tag)]
  const isWhole = encryptedKey === '' && more.length === 0 && nonce.length === IV_BYTES && mark.length === TAG_BYTES
  if (header.enc !== 'A256GCM' || !isWhole) throw new Error('not ours')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(head)).setAuthTag(mark)
  return { header, plaintext: Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]) }
}

/** The HS256 signature (RFC 7518, 3.2) of an encoded header and payload. */
export const hs256 = (signingInput: string, key: KeyObject): string =>
  createHmac('sha256', key).update(signingInput).digest('base64url')

/** A signed JWT (RFC 7519). */
export const signJwt = (claims: object, key: KeyObject): string => {
  const signingInput = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${signingInput}.${hs256(signingInput, key)}`
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

type Claims = Record<string, unknown> & { sub: string; exp: number }

const claimsIn = (token: string, key: KeyObject): Claims | undefined => {
  try {
    const [head = '', payload = '', signature = '', ...more] = token.split('.')
    headerOf(head, 'HS256')
    const isSigned = isSame(bytesOf(signature), bytesOf(hs256(`${head}.${payload}`, key)))
    const claims = JSON.parse(bytesOf(payload).toString()) as Partial<Claims>
    const isWhole = typeof claims.sub === 'string' && typeof claims.exp === 'number'
    return isSigned && isWhole && more.length === 0 ? (claims as Claims) : undefined
  } catch {
    return undefined
  }
}

/** The claims of a JWT of ours for an audience, or why it is no good. It must have a subject and an end. */
export const verifyJwt = (
  token: string,
  key: KeyObject,
  { audience, now }: { audience: string; now: Date },
): Claims | 'invalid' | 'expired' => {
  const claims = claimsIn(token, key)
  if (claims?.aud !== audience) return 'invalid'
  return claims.exp * 1000 <= now.getTime() ? 'expired' : claims
}
