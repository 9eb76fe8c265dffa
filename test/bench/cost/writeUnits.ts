import type { Seen } from '../../harness/faultyEngine.ts'
import type { StoredItem } from '../../harness/items.ts'
import { itemBytes } from './itemBytes.ts'

const TRANSACTIONAL = 2

type Write = { Item?: StoredItem }
type Transaction = { TransactItems: { Put?: Write }[] }

/** A unit for each KB begun; one for an update, whose item the request does not show. */
const unitsOf = ({ Item }: Write): number => (Item ? Math.ceil(itemBytes(Item) / 1024) : 1)

/** Write units of a request. DynamoDB says them, but for a write whose condition failed, which costs what the write would have: "failed conditional writes consume capacity", says its developer guide. */
export const writeUnits = ({ operation, units, body }: Seen): number => {
  if (units > 0) return units
  const input = JSON.parse(body) as Write & Transaction
  if (operation !== 'TransactWriteItems') return unitsOf(input)
  return input.TransactItems.reduce((total, { Put = {} }) => total + TRANSACTIONAL * unitsOf(Put), 0)
}
