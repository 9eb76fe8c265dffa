import { crc32, inflateRawSync } from 'node:zlib'

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50]
const [STORED, DEFLATED] = [0, 8]
const [END_BYTES, CENTRAL_BYTES, LOCAL_BYTES] = [22, 46, 30]

/** What an archive holds may be so long, however small it is packed. */
const MOST_BYTES = 64 * 1024 * 1024

const unpacked = (method: number, packed: Buffer): Buffer | undefined => {
  if (method === STORED) return packed
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: MOST_BYTES }) : undefined
}

const read = (zip: Buffer): { name: string; content: Buffer } | undefined => {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || zip.length - end < END_BYTES || zip.readUInt32LE(end) !== END) return undefined
  const [files, central] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)]
  if (files !== 1 || zip.readUInt32LE(central) !== CENTRAL) return undefined
  const [method, crc, size] = [
    zip.readUInt16LE(central + 10),
    zip.readUInt32LE(central + 16),
    zip.readUInt32LE(central + 20),
  ]
  const [named, local] = [zip.readUInt16LE(central + 28), zip.readUInt32LE(central + 42)]
  if (zip.readUInt32LE(local) !== LOCAL) return undefined
  const begin = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const content = unpacked(method, zip.subarray(begin, begin + size))
  if (content === undefined || crc32(content) !== crc) return undefined
  return { name: zip.toString('utf8', central + CENTRAL_BYTES, central + CENTRAL_BYTES + named), content }
}

/** The one file of a ZIP archive; undefined when it is no archive, damaged, or holds more or fewer. */
export const unzip = (zip: Buffer): { name: string; content: Buffer } | undefined => {
  try {
    return read(zip)
  } catch {
    return undefined
  }
}
