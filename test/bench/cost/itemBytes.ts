import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../harness/items.ts'

const textBytes = (text: string): number => Buffer.byteLength(text)
const total = <One>(all: readonly One[], bytesOfOne: (one: One) => number): number =>
  all.reduce((bytes, one) => bytes + bytesOfOne(one), 0)

/** Two digits to a byte, and one more. */
const numberBytes = (text: string): number => Math.ceil(text.replaceAll(/\D/g, '').length / 2) + 1

/** A list or map has three bytes and one for each element. */
const nested = (elements: number, bytes: number): number => 3 + elements + bytes

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return textBytes(value.S)
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64')
  if (value.SS !== undefined) return total(value.SS, textBytes)
  if (value.NS !== undefined) return total(value.NS, numberBytes)
  if (value.BS !== undefined) return total(value.BS, (bytes) => Buffer.byteLength(bytes, 'base64'))
  if (value.L !== undefined) return nested(value.L.length, total(value.L, valueBytes))
  if (value.M !== undefined) return nested(Object.keys(value.M).length, itemBytes(value.M))
  return 1
}

/** How many bytes DynamoDB counts an item as, whose bytes may be in Base64 as in a request ("DynamoDB item sizes and formats" of its developer guide). */
export const itemBytes = (item: StoredItem): number =>
  total(Object.entries(item), ([name, value]) => textBytes(name) + valueBytes(value))
