import { createHash, randomBytes } from 'node:crypto'

const TIME_BYTES = 4
const RANDOM_BYTES = 6
const CHECK_BYTES = 4
const CHARACTERS = 19

const checkOf = (content: Buffer): Buffer => createHash('sha256').update(content).digest().subarray(0, CHECK_BYTES)

/** A fresh click id, or always the same of a `seed`. It carries the time of the click, so that simulators know it again after a restart. */
export const newClickId = (prefix: string, at: Date, seed?: string): string => {
  const content = Buffer.alloc(TIME_BYTES + RANDOM_BYTES)
  content.writeUInt32BE(Math.floor(at.getTime() / 1000))
  const own = seed === undefined ? randomBytes(RANDOM_BYTES) : createHash('sha256').update(seed).digest()
  own.copy(content, TIME_BYTES, 0, RANDOM_BYTES)
  return prefix + Buffer.concat([content, checkOf(content)]).toString('base64url')
}

/** When the click of an id was; undefined when no simulated platform made it. */
export const clickedAt = (id: string): Date | undefined => {
  const bytes = Buffer.from(id.slice(-CHARACTERS), 'base64url')
  const content = bytes.subarray(0, -CHECK_BYTES)
  const isOurs = content.length === TIME_BYTES + RANDOM_BYTES && checkOf(content).equals(bytes.subarray(-CHECK_BYTES))
  return isOurs ? new Date(content.readUInt32BE() * 1000) : undefined
}
