import { crc32, deflateRawSync } from 'node:zlib'

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50]
const VERSION = 20
const DEFLATED = 8
/** 1980-01-01, the first day that the format can write: what is packed is the same whenever that is done. */
const FIRST_DAY = 0x0021

const numbers = (...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0))
  let at = 0
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

/** A ZIP archive (APPNOTE 6.3) of one file of less than 4 GB, with a name in ASCII. */
export const zipOf = (name: string, content: string): Buffer => {
  const [bytes, title] = [Buffer.from(content), Buffer.from(name)]
  const packed = deflateRawSync(bytes)
  const about = numbers(
    [VERSION, 2],
    [0, 2],
    [DEFLATED, 2],
    [0, 2],
    [FIRST_DAY, 2],
    [crc32(bytes), 4],
    [packed.length, 4],
    [bytes.length, 4],
    [title.length, 2],
    [0, 2],
  )
  const file = Buffer.concat([numbers([LOCAL, 4]), about, title, packed])
  const directory = Buffer.concat([
    numbers([CENTRAL, 4], [VERSION, 2]),
    about,
    numbers([0, 2], [0, 2], [0, 2], [0, 4], [0, 4]),
    title,
  ])
  const end = numbers([END, 4], [0, 2], [0, 2], [1, 2], [1, 2], [directory.length, 4], [file.length, 4], [0, 2])
  return Buffer.concat([file, directory, end])
}
