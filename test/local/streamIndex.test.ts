import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { streamIndex } from '../../infra/local/engine/streamIndex.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import { checkpointList } from '../../infra/local/stream/checkpoints.ts'
import { eventually } from '../harness/client.ts'
import { atEnd, clientOf, temporaryFolder } from '../harness/place.ts'
import { everything, recording, startPolling } from './startedStream.ts'

/** An engine with a file of its own, and the file. */
const startOn = async (file: string) => {
  const engine = await startEngine(findEngine(), { file })
  const sqlite = new DatabaseSync(file, { timeout: 5000 })
  atEnd(async () => {
    sqlite.close()
    await engine.stop()
  })
  return { url: engine.url, file, sqlite, db: new DynamoDBClient(clientOf(engine.url)) }
}
type Engine = Awaited<ReturnType<typeof startOn>>

const engine = await startOn(join(temporaryFolder(), 'table.db'))
const { sqlite } = engine

const put = (TableName: string, n: number, { db }: Engine = engine) =>
  db.send(new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: `${n}` }, text: { S: 'x'.repeat(500) } } }))

/** Gives a table more stream records by copying its last one. */
const addRecords = (table: string, count: number, on: Engine): void => {
  on.sqlite
    .prepare(
      `WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < ?2)
       INSERT INTO _stream_records (table_name, event_name, keys_json, new_image, old_image, sequence_number, shard_id, created_at)
       SELECT table_name, event_name, keys_json, new_image, old_image, CAST(sequence_number AS INTEGER) + n, shard_id, created_at
       FROM step, (SELECT * FROM _stream_records WHERE table_name = ?1 ORDER BY id DESC LIMIT 1)`,
    )
    .run(table, count)
}

const sequencesOf = (table: string): number[] =>
  sqlite
    .prepare('SELECT CAST(sequence_number AS INTEGER) AS n FROM _stream_records WHERE table_name = ? ORDER BY n')
    .all(table)
    .map(({ n }) => Number(n))

const newTable = async (name: string, records: number, on = engine) => {
  const streamArn = await ensureTable(on.db, name)
  const index = streamIndex(on.file, name)
  atEnd(index.close)
  await put(name, 0, on)
  addRecords(name, records - 1, on)
  const trimAll = (passed: number) => {
    while (index.trim(passed));
  }
  return { endpoint: on.url, streamArn, index, trimAll }
}

/** Median milliseconds of each kind of work, done in turn: whatever else slows the machine slows each alike. */
const mediansMs = async (kinds: readonly ((n: number) => Promise<unknown>)[]): Promise<number[]> => {
  const times: number[][] = kinds.map(() => [])
  for (let n = 0; n < 101; n++)
    for (const [i, work] of kinds.entries()) {
      const started = performance.now()
      await work(n)
      times[i]?.push(performance.now() - started)
    }
  return times.map((each) => each.sort((a, b) => a - b)[50] ?? 0)
}

describe('the stream index', () => {
  it('keeps writes as quick with 60,000 stream records as with a hundred', async () => {
    const other = await startOn(join(temporaryFolder(), 'other.db'))
    await newTable('growing', 100)
    await newTable('growing', 60_000, other)
    const [few = 0, many = 0] = await mediansMs([(n) => put('growing', n), (n) => put('growing', n, other)])
    expect(many / few).toBeLessThan(3)
  })
})

describe('trimming', () => {
  it('drops what was passed, but never the last thousand, and the engine numbers on', async () => {
    const { trimAll } = await newTable('trimmed', 3000)
    trimAll(1200)
    expect(sequencesOf('trimmed')).toEqual(Array.from({ length: 1800 }, (_, i) => 1201 + i))
    trimAll(3000)
    expect(sequencesOf('trimmed')).toEqual(Array.from({ length: 1000 }, (_, i) => 2001 + i))
    await put('trimmed', 1)
    expect(sequencesOf('trimmed').at(-1)).toBe(3001)
  })

  it('touches no other table', async () => {
    const { trimAll } = await newTable('one', 1500)
    await newTable('other', 1500)
    trimAll(1500)
    expect([sequencesOf('one').length, sequencesOf('other').length]).toEqual([1000, 1500])
  })

  it('waits for the slowest consumer, which then gets everything', async () => {
    const table = await newTable('slowest', 4000)
    const quick = recording('quick')
    const first = await startPolling(table, { quick: everything({ batchSize: 1000 }) })
    await eventually(
      () => quick.flat().length,
      (count) => count === 4000,
    )
    const passed = () => first.checkpoints.passedByAll(['quick', 'slow'])
    expect(passed()).toBeUndefined()
    first.checkpoints.write('slow', 'shardId-00000001-slowest', '700')
    expect(passed()).toBe(700)
    table.trimAll(passed() ?? 0)
    await first.close()
    const slow = recording('slow')
    await startPolling(table, { slow: everything({ batchSize: 1000 }) }, first.data)
    await eventually(
      () => slow.flat().length,
      (count) => count >= 3300,
    )
    expect(slow.flat()).toHaveLength(3300)
  })

  it('leaves a consumer that fell behind it at the first record there is', async () => {
    const table = await newTable('behind', 3000)
    table.trimAll(3000)
    const late = recording('late')
    await startPolling(table, { late: everything({ batchSize: 1000 }) })
    await eventually(
      () => late.flat().length,
      (count) => count === 1000,
    )
  })

  it('disturbs no write that comes at the same time', async () => {
    const { index } = await newTable('busy', 20_000)
    const writing = Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 40; n++) await put('busy', writer * 1000 + n)
      }),
    )
    let isWriting = true
    const written = writing.finally(() => {
      isWriting = false
    })
    let rounds = 0
    while (isWriting && index.trim(20_000)) {
      rounds += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    await written
    expect(rounds).toBeGreaterThan(0)
    expect(sequencesOf('busy').at(-1)).toBe(20_320)
  })
})

describe('the sequence number that all have passed', () => {
  const checkpoints = checkpointList(openHostDb(temporaryFolder()), 'stream')

  it('is the least, and none while one has not begun or there is nobody', () => {
    checkpoints.write('a', 'shard', '12')
    checkpoints.write('b', 'shard', '9')
    expect(checkpoints.passedByAll(['a', 'b'])).toBe(9)
    expect(checkpoints.passedByAll(['a', 'b', 'c'])).toBeUndefined()
    expect(checkpoints.passedByAll([])).toBeUndefined()
    checkpoints.forget('b', 'shard')
    expect(checkpoints.passedByAll(['a', 'b'])).toBeUndefined()
  })

  it('of another stream does not count', () => {
    const other = checkpointList(openHostDb(temporaryFolder()), 'other')
    checkpoints.write('c', 'shard', '1')
    expect(other.passedByAll(['c'])).toBeUndefined()
  })
})
