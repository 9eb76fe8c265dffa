import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { deadLetterList } from '../../infra/local/deadLetters.ts'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { loadFunctions } from '../../infra/local/functions.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import { checkpointList } from '../../infra/local/stream/checkpoints.ts'
import { streamConsumers } from '../../infra/local/stream/streamDelivery.ts'
import { pollStream } from '../../infra/local/stream/streamPoller.ts'
import { openStreams } from '../../infra/local/stream/streams.ts'
import type { Pattern, Trigger } from '../../infra/topologySpec.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { atEnd, clientOf, environmentOf, ROOT, temporaryFolder } from '../harness/place.ts'
import { topologyOf } from './functionTopology.ts'

/** A stream trigger that wants everything. */
export const everything = (
  more: { batchSize?: number; retries?: number; patterns?: Pattern[] } = {},
): Extract<Trigger, { kind: 'stream' }> => ({ kind: 'stream', patterns: [{}], batchSize: 10, retries: 2, ...more })

/** Polls a stream for fixture functions until it is closed or the test file is done. */
export const startPolling = async (
  { endpoint, streamArn }: { endpoint: string; streamArn: string },
  triggers: Record<string, Trigger>,
  data = temporaryFolder(),
) => {
  const topology = topologyOf(triggers)
  const db = openHostDb(data)
  const reports: unknown[] = []
  const report = (error: unknown) => reports.push(error)
  const deadLetters = deadLetterList(join(data, 'dead-letters.ndjson'), report)
  const checkpoints = checkpointList(db, streamArn)
  const stream = {
    streams: openStreams(environmentOf(endpoint)),
    streamArn,
    invoke: await loadFunctions(topology, ROOT),
    checkpoints,
    deadLetters,
    report,
  }
  const loops = streamConsumers(topology).map((consumer) => pollStream(stream, consumer))
  let closed: Promise<void> | undefined
  const stop = async () => {
    await Promise.race([Promise.all(loops.map((loop) => loop.stop())), pause(1000)])
    db.close()
  }
  const close = () => {
    closed ??= stop()
    return closed
  }
  atEnd(close)
  return { data, reports, deadLetters, checkpoints, close }
}

/** An engine with tables whose streams can be polled. */
export const startTables = async () => {
  const engine = await startEngine(findEngine(), { file: join(temporaryFolder(), 'table.db') })
  atEnd(engine.stop)
  const db = new DynamoDBClient({ ...clientOf(engine.url), maxAttempts: 8 })
  let tables = 0
  return {
    engine,
    newTable: async () => {
      const TableName = `table-${++tables}`
      const streamArn = await ensureTable(db, TableName)
      return {
        endpoint: engine.url,
        streamArn,
        /** Puts items of numbers, in order. */
        put: async (from: number, to = from, more: Record<string, { S: string } | { B: Uint8Array }> = {}) => {
          for (let n = from; n <= to; n++)
            await db.send(new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: `${n}` }, ...more } }))
        },
        remove: (n: number) =>
          db.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'p' }, sk: { S: `${n}` } } })),
      }
    },
  }
}

export const upTo = (to: number, from = 1): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Whether batches hold so many different numbers. */
export const hasAll =
  (count: number) =>
  (batches: number[][]): boolean =>
    new Set(batches.flat()).size === count

/** The number in a record's item or key. */
export const numberOf = ({ dynamodb }: DynamoDBRecord): number => Number(dynamodb?.Keys?.sk?.S)

/** Makes a function record the numbers of its batches, and answer each. */
export const recording = (
  name: string,
  does: (records: DynamoDBRecord[], times: number) => unknown = () => undefined,
): number[][] => {
  const batches: number[][] = []
  script(name, ({ Records }: DynamoDBStreamEvent) => {
    batches.push(Records.map(numberOf))
    return does(Records, batches.length)
  })
  return batches
}

/** How a function reports that it failed from the record of a number on. */
export const failedFrom = (records: DynamoDBRecord[], n: number) => ({
  batchItemFailures: records
    .filter((record) => numberOf(record) === n)
    .map((record) => ({ itemIdentifier: record.dynamodb?.SequenceNumber })),
})
