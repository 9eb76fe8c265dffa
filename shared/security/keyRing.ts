import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { decrypt, encrypt } from './compact.ts'

/** The key ring as it is stored: a set of keys, sealed with a data key that only KMS can open. */
export type SealedKeyRing = { wrappedKey: string; sealed: string }

const RingKey = z.object({ kid: z.string(), k: z.base64url() })
const RingContent = z.object({
  current: z.string(),
  wrapping: z.array(RingKey).min(1),
  index: z.base64url(),
  signing: z.base64url(),
})
type RingContent = z.infer<typeof RingContent>

/** The opened key ring: `wrapping` wraps the keys of leads, `index` makes blind indexes, `signing` signs tokens and challenges. */
export type KeyRing = {
  currentKid: string
  wrapping: ReadonlyMap<string, KeyObject>
  index: KeyObject
  signing: KeyObject
}

/** What the ring needs of KMS. */
export type KeyService = {
  generateDataKey: () => Promise<{ plaintext: Uint8Array; wrapped: Uint8Array }>
  decrypt: (wrapped: Uint8Array) => Promise<Uint8Array>
}

const newKey = () => randomBytes(32).toString('base64url')

const kidOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 8)

const seal = async (content: RingContent, keys: KeyService): Promise<SealedKeyRing> => {
  const { plaintext, wrapped } = await keys.generateDataKey()
  return {
    wrappedKey: Buffer.from(wrapped).toString('base64'),
    sealed: encrypt({ typ: 'tuoke-key-ring' }, Buffer.from(JSON.stringify(content)), createSecretKey(plaintext)),
  }
}

/** A new ring with fresh keys, sealed. */
export const createKeyRing = (keys: KeyService): Promise<SealedKeyRing> => {
  const k = newKey()
  const kid = kidOf(k)
  return seal({ current: kid, wrapping: [{ kid, k }], index: newKey(), signing: newKey() }, keys)
}

const keyOf = (base64url: string): KeyObject => createSecretKey(base64url, 'base64url')

/** Opens a sealed ring. Fails when KMS refuses or the ring was tampered with. */
export const openKeyRing = async (ring: SealedKeyRing, keys: KeyService): Promise<KeyRing> => {
  const dataKey = await keys.decrypt(Buffer.from(ring.wrappedKey, 'base64'))
  const { plaintext } = decrypt(ring.sealed, createSecretKey(dataKey))
  const content = RingContent.parse(JSON.parse(plaintext.toString()))
  return {
    currentKid: content.current,
    wrapping: new Map(content.wrapping.map(({ kid, k }) => [kid, keyOf(k)])),
    index: keyOf(content.index),
    signing: keyOf(content.signing),
  }
}

/** Opens the ring at the first call and keeps it; a failed opening is tried again by the next call. */
export const keyRingOpener = (load: () => Promise<SealedKeyRing>, keys: KeyService): (() => Promise<KeyRing>) => {
  let opened: Promise<KeyRing> | undefined
  return () => {
    opened ??= load()
      .then((sealed) => openKeyRing(sealed, keys))
      .catch((error: unknown) => {
        opened = undefined
        throw error
      })
    return opened
  }
}
