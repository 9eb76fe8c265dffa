import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { CallbackRefusal } from './callbackRefusal.ts'

/** The block that messages are padded to, twice that of AES. */
const BLOCK = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4

const keyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64')

/** The signature of a callback of WeChat or WeCom: SHA-1 over the token and the other parts, sorted, in hex. */
export const callbackSignature = (...parts: string[]): string =>
  createHash('sha1').update(parts.sort().join('')).digest('hex')

const padded = (content: Buffer): Buffer => {
  const missing = BLOCK - (content.length % BLOCK)
  return Buffer.concat([content, Buffer.alloc(missing, missing)])
}

const unpadded = (content: Buffer): Buffer => {
  const padding = content.at(-1) ?? 0
  const end = content.length - padding
  const isWhole = padding >= 1 && padding <= BLOCK && content.subarray(end).every((byte) => byte === padding)
  if (!isWhole) throw new CallbackRefusal('malformed', 'padding')
  return content.subarray(0, end)
}

/** Encrypts a message for a receiver as WeChat and WeCom do: AES-256-CBC over random bytes, length, text and receiver id, in Base64. */
export const sealMessage = (
  encodingAesKey: string,
  receiverId: string,
  text: string,
  random: Buffer = randomBytes(RANDOM_BYTES),
): string => {
  const key = keyOf(encodingAesKey)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(Buffer.byteLength(text))
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const content = padded(Buffer.concat([random, length, Buffer.from(text), Buffer.from(receiverId)]))
  return Buffer.concat([cipher.update(content), cipher.final()]).toString('base64')
}

const decrypted = (encodingAesKey: string, sealed: string): Buffer => {
  const bytes = Buffer.from(sealed, 'base64')
  // Base64 that is cut short or holds anything else does not come back as it was.
  const isWhole = bytes.length > 0 && bytes.length % BLOCK === 0 && bytes.toString('base64') === sealed
  if (!isWhole) throw new CallbackRefusal('malformed', 'ciphertext')
  const key = keyOf(encodingAesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

/** The message that was encrypted for one of the receivers. Fails with a CallbackRefusal when it is for another, or no whole message. */
export const openMessage = (encodingAesKey: string, receiverIds: readonly string[], sealed: string): string => {
  const content = unpadded(decrypted(encodingAesKey, sealed)).subarray(RANDOM_BYTES)
  if (content.length < LENGTH_BYTES) throw new CallbackRefusal('malformed', 'length')
  const end = LENGTH_BYTES + content.readUInt32BE(0)
  if (end > content.length) throw new CallbackRefusal('malformed', 'length')
  if (!receiverIds.includes(content.subarray(end).toString())) throw new CallbackRefusal('other_receiver')
  return content.subarray(LENGTH_BYTES, end).toString()
}
