import { randomUUID } from 'node:crypto'
import type { Item } from './table.ts'

/** A put that can be told from every other, though it be of the same values in the same millisecond. */
export const markedPut = (put: Item): Item => ({ ...put, writtenAs: randomUUID() })

/** Whether what stood in the way of a marked put is that very put: the table may have carried out the first sending of a write whose answer was lost. */
export const isOwn = (found: Item | undefined, put: Item): boolean => found?.writtenAs === put.writtenAs
