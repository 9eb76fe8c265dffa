import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import type { Pattern } from '../../infra/topologySpec.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { eventually } from '../harness/client.ts'
import { everything, hasAll, recording, startPolling, startTables, upTo } from './startedStream.ts'

const { engine, newTable } = await startTables()

describe('a function behind the stream', () => {
  it('gets all records in order, in batches of at most its size', async () => {
    const table = await newTable()
    const batches = recording('ordered')
    await table.put(1, 25)
    await startPolling(table, { ordered: everything({ batchSize: 10 }) })
    await eventually(() => batches, hasAll(25))
    await table.put(26, 27)
    await eventually(() => batches, hasAll(27))
    expect(batches.flat()).toEqual(upTo(27))
    expect(batches.slice(0, 3).map(({ length }) => length)).toEqual([10, 10, 5])
  })

  it('gets a record as Lambda hands it over: JSON, bytes in Base64, time in seconds', async () => {
    const table = await newTable()
    const got: DynamoDBRecord[] = []
    script('shape', ({ Records }: DynamoDBStreamEvent) => void got.push(...Records))
    await startPolling(table, { shape: everything() })
    const before = Date.now() / 1000
    await table.put(1, 1, { bytes: { B: new Uint8Array([0, 128, 255]) } })
    await table.put(1, 1, { text: { S: 'x' } })
    await table.remove(1)
    await eventually(
      () => got.length,
      (count) => count === 3,
    )
    expect(got.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    const [insert, modify, removal] = got
    expect(insert).toMatchObject({
      eventID: expect.any(String),
      eventSource: 'aws:dynamodb',
      eventSourceARN: table.streamArn,
      dynamodb: {
        Keys: { pk: { S: 'p' }, sk: { S: '1' } },
        NewImage: { pk: { S: 'p' }, sk: { S: '1' }, bytes: { B: 'AID/' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    })
    expect(Math.abs((insert?.dynamodb?.ApproximateCreationDateTime ?? 0) - before)).toBeLessThan(10)
    expect(modify?.dynamodb).toMatchObject({ OldImage: { bytes: { B: 'AID/' } }, NewImage: { text: { S: 'x' } } })
    expect(removal?.dynamodb?.NewImage).toBeUndefined()
    expect(JSON.parse(JSON.stringify(got))).toEqual(got)
  })

  it('gets only what one of its patterns wants', async () => {
    const table = await newTable()
    const batches = recording('choosy')
    const patterns: Pattern[] = [
      { eventName: ['REMOVE'] },
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: [{ prefix: 'good' }] } } } },
    ]
    const polling = await startPolling(table, { choosy: everything({ patterns }) })
    await table.put(1, 5)
    await table.put(6, 7, { kind: { S: 'good one' } })
    await table.put(8, 20)
    await table.remove(3)
    await table.put(21, 25)
    await eventually(() => batches, hasAll(3))
    expect(batches.flat()).toEqual([6, 7, 3])
    await eventually(
      () => polling.checkpoints.passedByAll(['choosy']),
      (passed) => passed === 26,
    )
  })

  it('waits for no other function', async () => {
    const table = await newTable()
    const { promise, resolve } = Promise.withResolvers<void>()
    const stuck = recording('stuck', () => promise)
    const quick = recording('quick')
    await startPolling(table, { stuck: everything(), quick: everything() })
    await table.put(1, 30)
    await eventually(() => quick, hasAll(30))
    expect(stuck).toHaveLength(1)
    resolve()
  })

  it('of a pattern of an unknown kind is refused before anything starts', async () => {
    const table = await newTable()
    const patterns = [{ eventName: [{ suffix: 'x' }] }] as unknown as Pattern[]
    await expect(startPolling(table, { odd: everything({ patterns }) })).rejects.toThrow('{"suffix":"x"}')
  })
})

describe('after a restart', () => {
  it('nothing is delivered twice and nothing is missed', async () => {
    const table = await newTable()
    const batches = recording('again')
    const first = await startPolling(table, { again: everything() })
    await table.put(1, 12)
    await eventually(() => batches, hasAll(12))
    await first.close()
    await table.put(13, 20)
    await startPolling(table, { again: everything() }, first.data)
    await eventually(() => batches, hasAll(20))
    expect(batches.flat()).toEqual(upTo(20))
  })

  it('nothing is delivered twice when the stop came in the middle of much to do', async () => {
    const table = await newTable()
    const { promise, resolve } = Promise.withResolvers<void>()
    const batches = recording('busy', () => promise)
    await table.put(1, 20)
    const first = await startPolling(table, { busy: everything({ batchSize: 2 }) })
    await eventually(
      () => batches.length,
      (count) => count === 1,
    )
    const closed = first.close()
    resolve()
    await closed
    expect(batches).toEqual([[1, 2]])
    await startPolling(table, { busy: everything({ batchSize: 2 }) }, first.data)
    await eventually(() => batches, hasAll(20))
    expect(batches.flat()).toEqual(upTo(20))
  })

  it('what was being worked on is delivered again', async () => {
    const table = await newTable()
    const batches = recording('cut', (_, times) => (times === 2 ? new Promise(() => undefined) : undefined))
    const first = await startPolling(table, { cut: everything({ batchSize: 5 }) })
    await table.put(1, 10)
    await eventually(
      () => batches.length,
      (count) => count >= 2,
    )
    const [handled = []] = batches
    await first.close()
    await startPolling(table, { cut: everything({ batchSize: 5 }) }, first.data)
    await eventually(() => batches, hasAll(10))
    expect([...handled, ...batches.slice(2).flat()]).toEqual(upTo(10))
  })
})

describe('when the engine dies in the middle', () => {
  it('it is started again, and nothing is lost or delivered out of order', async () => {
    const table = await newTable()
    const batches = recording('hardened')
    const polling = await startPolling(table, { hardened: everything({ batchSize: 3 }) })
    await table.put(1, 10)
    await eventually(() => batches, hasAll(10))
    const before = engine.pid()
    process.kill(before, 'SIGKILL')
    await table.put(11, 20)
    await eventually(() => batches, hasAll(20))
    expect(engine.pid()).not.toBe(before)
    expect(batches.flat()).toEqual(upTo(20))
    expect(polling.deadLetters.list()).toEqual([])
  })
})
