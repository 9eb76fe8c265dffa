import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { base32 } from './base32.ts'
import { decrypt, encrypt } from './compact.ts'
import type { KeyRing } from './keyRing.ts'

/** Some content sealed with a key of its own, and that key wrapped by the ring; both are bound to their subject. */
export type Sealed = { wrappedKey: string; sealed: string }

const keyOf = (ring: KeyRing, jwe: string): KeyObject => {
  const header = JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()) as { kid?: string }
  const key = ring.wrapping.get(header.kid ?? '')
  if (!key) throw new Error('the key ring does not hold the key that wrapped this')
  return key
}

const opened = (jwe: string, key: KeyObject, subject: string): Buffer => {
  const { header, plaintext } = decrypt(jwe, key)
  if (header.sub !== subject) throw new Error('this was sealed for another subject')
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

const openWith = (key: KeyObject, subject: string, sealed: string): unknown =>
  JSON.parse(opened(sealed, key, subject).toString())

const unwrap = (ring: KeyRing, { subject, wrappedKey }: OwnKey): KeyObject =>
  createSecretKey(opened(wrappedKey, keyOf(ring, wrappedKey), subject))

/** The JSON value that was sealed for the subject. Fails for another subject's, and after tampering. */
export const open = async (ring: KeyRing, subject: string, { wrappedKey, sealed }: Sealed): Promise<unknown> =>
  openWith(unwrap(ring, { subject, wrappedKey }), subject, sealed)

/** A key that was made for a subject, still wrapped. */
export type OwnKey = { subject: string; wrappedKey: string }

/** Seals a JSON value for a subject under the key of another: whoever destroys that key makes both unreadable. */
export const sealUnder = async (ring: KeyRing, own: OwnKey, subject: string, content: unknown): Promise<string> =>
  encrypt({ sub: subject }, Buffer.from(JSON.stringify(content)), unwrap(ring, own))

/** The JSON value that was sealed for the subject under the key of another. */
export const openUnder = async (ring: KeyRing, own: OwnKey, subject: string, sealed: string): Promise<unknown> =>
  openWith(unwrap(ring, own), subject, sealed)

/** Other content sealed under the key that was made for the subject before: what else that key sealed stays readable. */
export const sealAgain = (ring: KeyRing, subject: string, wrappedKey: string, content: unknown): Promise<string> =>
  sealUnder(ring, { subject, wrappedKey }, subject, content)

/** A secret of 160 chance bits, 32 characters. */
export const newSecret = (): string => base32(randomBytes(20), 32)
