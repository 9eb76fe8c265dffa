import type { FaultyEngine, Seen } from './faultyEngine.ts'

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']

/** DynamoDB requests, and the capacity units that they consumed. */
export type Cost = { reads: number; writes: number; units: number }

/** What one request cost, without what the stream's consumers write beside it. */
export const costOf = async (engine: FaultyEngine, request: () => Promise<unknown>): Promise<Cost> => {
  const { seen } = await engine.watch(request)
  const own = seen.filter(({ body }) => !/EVENT#|COUNTER#|ROSTER#|ACTIVITY#/.test(body))
  const writes = own.filter(({ operation }) => WRITES.includes(operation))
  const units = (list: Seen[]) => list.reduce((sum, { units }) => sum + units, 0)
  return { reads: own.length - writes.length, writes: writes.length, units: units(writes) }
}
