import { isDeepStrictEqual } from 'node:util'
import type { Item } from './table.ts'

/** Whether what stood in the way of a put is that very put: the table may have carried out the first sending of a write whose answer was lost. */
export const isOwn = (found: Item | undefined, put: Item): boolean =>
  isDeepStrictEqual(found, JSON.parse(JSON.stringify(put)))
