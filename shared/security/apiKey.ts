import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { base32 } from './base32.ts'
import type { KeyRing } from './keyRing.ts'

const ID_CHARACTERS = 12
const SECRET_CHARACTERS = 32
const SHAPE = new RegExp(`^tk_([a-z2-7]{${ID_CHARACTERS}})([a-z2-7]{${SECRET_CHARACTERS}})$`)

export type ApiKey = { keyId: string; key: string; hash: string }

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')

const keyFrom = (bytes: Buffer): ApiKey => {
  const text = base32(bytes, ID_CHARACTERS + SECRET_CHARACTERS)
  const key = `tk_${text}`
  return { keyId: text.slice(0, ID_CHARACTERS), key, hash: hashOf(key) }
}

/** A fresh API key: `tk_`, 12 characters of id, 32 characters (160 bits) of secret. */
export const newApiKey = (): ApiKey => keyFrom(randomBytes(32))

/** The API key that belongs to a maker and an idempotency key: made again, it is the same key, so that no secret need be kept. */
export const derivedApiKey = (ring: KeyRing, maker: string, idempotencyKey: string): ApiKey =>
  keyFrom(createHmac('sha256', ring.signing).update(`api-key:${maker}:${idempotencyKey}`).digest())

/** The id inside an API key; undefined when the text is none. */
export const keyIdOf = (key: string): string | undefined => SHAPE.exec(key)?.[1]

/** Whether a key is the one that was hashed; takes the same time whatever the answer. */
export const isKey = (key: string, hash: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(key), 'hex'), Buffer.from(hash, 'hex'))
