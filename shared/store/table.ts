import type { AttributeValue, TransactWriteItem, UpdateItemInput, WriteRequest } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { attempt, attemptTransaction, attemptWrite } from './attempt.ts'
import type { Dynamo } from './dynamo.ts'
import type { Key } from './keys.ts'

export type Item = Record<string, unknown>

/** An expression with the names (`#name`) and values (`:value`) in it. */
export type Expression = { expression: string; names?: Record<string, string>; values?: Item }

/** A whole item, a change of one, or its end; `condition` is what must hold of the item as it is. */
export type Write = ({ put: Item } | { update: Key; change: Expression } | { remove: Key }) & { condition?: Expression }

/** What stood in the way of a conditional write: the item as it is, absent when there is none. */
export type Obstacle = { item?: Item }

export const NOT_EXISTS: Expression = { expression: 'attribute_not_exists(pk)' }

const marshalled = (values: Item) => marshall(values, { removeUndefinedValues: true })

const namesAndValues = (...expressions: (Expression | undefined)[]) => {
  const names: Record<string, string> = Object.assign({}, ...expressions.map((e) => e?.names))
  const values: Item = Object.assign({}, ...expressions.map((e) => e?.values))
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: marshalled(values) }),
  }
}

const conditionOf = (condition: Expression | undefined) =>
  condition && {
    ConditionExpression: condition.expression,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  }

/** The DynamoDB table that holds everything, as plain objects. Every method fails with the problem `store_unavailable` when the table throttles or does not answer. */
export const openTable = ({ db, name }: { db: Dynamo; name: string }) => {
  const partsOf = (write: Write): TransactWriteItem => {
    const guard = conditionOf(write.condition)
    if ('update' in write) {
      const change = { UpdateExpression: write.change.expression, ...namesAndValues(write.change, write.condition) }
      return { Update: { TableName: name, Key: marshall(write.update), ...change, ...guard } }
    }
    const own = { TableName: name, ...guard, ...namesAndValues(write.condition) }
    return 'put' in write
      ? { Put: { ...own, Item: marshalled(write.put) } }
      : { Delete: { ...own, Key: marshall(write.remove) } }
  }

  const sendAlone = async ({ Put, Update, Delete }: TransactWriteItem): Promise<void> => {
    if (Put) await db.putItem(Put)
    if (Update) await db.updateItem(Update)
    if (Delete) await db.deleteItem(Delete)
  }

  const writeAll = async (writes: readonly Write[]): Promise<(Obstacle | undefined)[] | undefined> => {
    const [only, ...others] = writes.map(partsOf)
    if (!only) return undefined
    const refusals = await (others.length > 0
      ? attemptTransaction(() => db.transactWriteItems({ TransactItems: [only, ...others] }))
      : attemptWrite(() => sendAlone(only)))
    return refusals?.map((refusal) => refusal && { item: refusal.item && unmarshall(refusal.item) })
  }

  return {
    /** The item of a key, or undefined. */
    async get(key: Key, { consistent = false } = {}): Promise<Item | undefined> {
      const input = { TableName: name, Key: marshall(key), ConsistentRead: consistent }
      const { Item } = await attempt(() => db.getItem(input))
      return Item && unmarshall(Item)
    },

    /** Those of up to 100 items that exist, in no order. */
    async getAll(keys: readonly Key[], { consistent = false } = {}): Promise<Item[]> {
      const found: Item[] = []
      let open: Record<string, AttributeValue>[] = keys.map((key) => marshall(key))
      while (open.length > 0) {
        const input = { RequestItems: { [name]: { Keys: open, ...(consistent && { ConsistentRead: true }) } } }
        const { Responses, UnprocessedKeys } = await attempt(() => db.batchGetItem(input))
        found.push(...(Responses?.[name] ?? []).map((item) => unmarshall(item)))
        open = UnprocessedKeys?.[name]?.Keys ?? []
      }
      return found
    },

    /** Puts items whatever is there, at most 25 at once, each for half of what it costs in a transaction. */
    async putAll(items: readonly Item[]): Promise<void> {
      for (let from = 0; from < items.length; from += 25) {
        let open: WriteRequest[] = items
          .slice(from, from + 25)
          .map((item) => ({ PutRequest: { Item: marshalled(item) } }))
        while (open.length > 0) {
          const input = { RequestItems: { [name]: open } }
          const { UnprocessedItems } = await attempt(() => db.batchWriteItem(input))
          open = UnprocessedItems?.[name] ?? []
        }
      }
    },

    /** Items of a partition in the order of their sort keys, in pages as DynamoDB gives them. */
    async *query(
      pk: string,
      { from, to, before, after, backwards = false, limit, consistent = false }: QueryRange = {},
    ): AsyncGenerator<Item[]> {
      const { expression, values } = rangeOf({ from, to, before, after })
      let start: Record<string, AttributeValue> | undefined
      do {
        const input = {
          TableName: name,
          KeyConditionExpression: `pk = :pk${expression}`,
          ExpressionAttributeValues: marshalled({ ':pk': pk, ...values }),
          ScanIndexForward: !backwards,
          ...(consistent && { ConsistentRead: true }),
          Limit: limit,
          ExclusiveStartKey: start,
        }
        const { Items = [], LastEvaluatedKey } = await attempt(() => db.query(input))
        yield Items.map((item) => unmarshall(item))
        start = LastEvaluatedKey
      } while (start)
    },

    /** One write: undefined when it happened, else what stood in its way. */
    write: async (write: Write): Promise<Obstacle | undefined> => (await writeAll([write]))?.[0],

    /** All writes or none, at most 100: undefined when they happened, else what stood in the way of each. A single one costs half of a transaction. */
    writeAll,

    /** Changes an item and reads it as it is then; else what stood in the way. One write. */
    async change({
      update,
      change,
      condition,
    }: Extract<Write, { update: Key }>): Promise<{ item: Item } | { obstacle: Obstacle }> {
      const { Update } = partsOf({ update, change, condition })
      let changed: Record<string, AttributeValue> = {}
      const refusals = await attemptWrite(async () => {
        const { Attributes = {} } = await db.updateItem({ ...(Update as UpdateItemInput), ReturnValues: 'ALL_NEW' })
        changed = Attributes
      })
      const [refusal] = refusals ?? []
      return refusal ? { obstacle: { item: refusal.item && unmarshall(refusal.item) } } : { item: unmarshall(changed) }
    },

    /** Removes an item; false when there was none. */
    async remove(key: Key): Promise<boolean> {
      const input = { TableName: name, Key: marshall(key), ReturnValues: 'ALL_OLD' as const }
      return (await attempt(() => db.deleteItem(input))).Attributes !== undefined
    },
  }
}

export type Table = ReturnType<typeof openTable>

/** Bounds of the sort key: both ends included (`from` with `to`), or all below or above (`before`, `after`), not included. */
type QueryRange = {
  from?: string
  to?: string
  before?: string
  after?: string
  backwards?: boolean
  limit?: number
  consistent?: boolean
}

const rangeOf = ({ from, to, before, after }: QueryRange) => {
  if (from !== undefined && to !== undefined)
    return { expression: ' AND sk BETWEEN :from AND :to', values: { ':from': from, ':to': to } }
  if (before !== undefined) return { expression: ' AND sk < :before', values: { ':before': before } }
  if (after !== undefined) return { expression: ' AND sk > :after', values: { ':after': after } }
  return { expression: '', values: {} }
}
