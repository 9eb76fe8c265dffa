const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** The first `length` characters of the lower-case RFC 4648 base32 form of some bytes, without padding. */
export const base32 = (bytes: Uint8Array, length: number): string => {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((buffer >> bits) & 31)
    }
  }
  return text.slice(0, length)
}
