import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { base32 } from './base32.ts'
import { encrypt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

/** Some content sealed with a key of its own, and that key wrapped by the ring; both are bound to their subject. */
export type Sealed = { wrappedKey: string; sealed: string }

const OPTIONS = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }

const keyOf = (ring: KeyRing, jwe: string): KeyObject => {
  const header = JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()) as { kid?: string }
  const key = ring.wrapping.get(header.kid ?? '')
  if (!key) throw new Error('the key ring does not hold the key that wrapped this')
  return key
}

const decrypt = async (jwe: string, key: KeyObject | Uint8Array, subject: string): Promise<Uint8Array> => {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, OPTIONS)
  if (protectedHeader.sub !== subject) throw new Error('this was sealed for another subject')
  return plaintext
}

/** Seals a JSON value for a subject (a lead's or connection's id) under a fresh key. */
export const seal = (ring: KeyRing, subject: string, content: unknown): Sealed => {
  const wrapping = ring.wrapping.get(ring.currentKid)
  if (!wrapping) throw new Error('the key ring does not hold its current key')
  const key = randomBytes(32)
  return {
    wrappedKey: encrypt({ sub: subject, kid: ring.currentKid }, key, wrapping),
    sealed: encrypt({ sub: subject }, Buffer.from(JSON.stringify(content)), createSecretKey(key)),
  }
}

/** The JSON value that was sealed for the subject. Fails for another subject's, and after tampering. */
export const open = async (ring: KeyRing, subject: string, { wrappedKey, sealed }: Sealed): Promise<unknown> => {
  const key = await decrypt(wrappedKey, keyOf(ring, wrappedKey), subject)
  return JSON.parse(new TextDecoder().decode(await decrypt(sealed, key, subject)))
}

/** A secret of 160 chance bits, 32 characters. */
export const newSecret = (): string => base32(randomBytes(20), 32)
