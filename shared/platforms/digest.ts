import { createHash, createHmac } from 'node:crypto'

/** MD5 in hex, of UTF-8. Platforms sign and name things by it; it keeps no secret. */
export const md5Hex = (text: string): string => createHash('md5').update(text).digest('hex')

/** SHA-256 in hex, of UTF-8. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** HMAC-SHA-256 in hex, of bytes or UTF-8. */
export const hmacHex = (secret: string, content: string | Uint8Array): string =>
  createHmac('sha256', secret).update(content).digest('hex')
