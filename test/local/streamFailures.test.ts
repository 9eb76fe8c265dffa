import { describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import {
  everything,
  failedFrom,
  hasAll,
  numberOf,
  recording,
  startPolling,
  startTables,
  upTo,
} from './startedStream.ts'

const { newTable } = await startTables()

describe('when a function fails', () => {
  it('on a record that it names, those before are done and delivery goes on from there', async () => {
    const table = await newTable()
    const batches = recording('partial', (records, times) => (times === 1 ? failedFrom(records, 4) : undefined))
    await table.put(1, 6)
    const polling = await startPolling(table, { partial: everything() })
    await eventually(() => batches, hasAll(6))
    await eventually(
      () => batches.length,
      (count) => count === 2,
    )
    expect(batches).toEqual([upTo(6), [4, 5, 6]])
    expect(polling.reports.map(String)).toEqual(['Error: partial failed at 4: partial reported 4'])
  })

  it('on a record that it names after others went well, nothing that is done comes again', async () => {
    const table = await newTable()
    const { promise, resolve } = Promise.withResolvers<void>()
    let failures = 0
    const batches = recording('sometimes', (records) => {
      const numbers = records.map(numberOf)
      if (numbers.includes(3)) return promise
      return numbers.includes(5) && failures++ === 0 ? failedFrom(records, 5) : undefined
    })
    await table.put(1, 2)
    await startPolling(table, { sometimes: everything() })
    await eventually(() => batches, hasAll(2))
    await table.put(3)
    await eventually(() => batches, hasAll(3))
    await table.put(4, 6)
    resolve()
    await eventually(
      () => batches.at(-1),
      (batch) => batch?.join() === '5,6',
    )
    expect(batches.slice(-2)).toEqual([
      [4, 5, 6],
      [5, 6],
    ])
  })

  it('on several records that it names, delivery goes on from the first', async () => {
    const table = await newTable()
    const batches = recording('several', (records, times) =>
      times === 1
        ? {
            batchItemFailures: [failedFrom(records, 5), failedFrom(records, 3)].flatMap((one) => one.batchItemFailures),
          }
        : undefined,
    )
    await table.put(1, 6)
    await startPolling(table, { several: everything() })
    await eventually(
      () => batches.length,
      (count) => count === 2,
    )
    expect(batches[1]).toEqual([3, 4, 5, 6])
  })

  it.each([
    ['throws on a record', () => Promise.reject(new Error('poison'))],
    ['names no record of its batch', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ])(
    'and %s, the batch is halved until that record is alone and a dead letter, and the rest goes on',
    async (_, fails) => {
      const table = await newTable()
      const done: number[] = []
      const batches = recording('poisoned', (records) => {
        if (records.some((record) => numberOf(record) === 6)) return fails()
        done.push(...records.map(numberOf))
        return undefined
      })
      await table.put(1, 12)
      const polling = await startPolling(table, { poisoned: everything({ batchSize: 12, retries: 2 }) })
      await eventually(
        () => done.length,
        (count) => count === 11,
      )
      expect(done).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12])
      expect(batches.at(-1)).toEqual(upTo(12, 8))
      expect(batches.filter((batch) => batch.join() === '6')).toHaveLength(3)
      const letters = polling.deadLetters.list()
      expect(letters).toMatchObject([{ source: 'poisoned', payload: { dynamodb: { Keys: { sk: { S: '6' } } } } }])
      expect(letters[0]?.cause).toMatch(/poison/)
    },
  )

  it('on the first record of its batch that it names, that record alone is a dead letter', async () => {
    const table = await newTable()
    const at: number[] = []
    const batches = recording('named', (records) => {
      at.push(performance.now())
      return failedFrom(records, 1)
    })
    await table.put(1, 4)
    const polling = await startPolling(table, { named: everything({ retries: 1 }) })
    await eventually(
      () => batches.length,
      (count) => count === 3,
    )
    expect(batches).toEqual([upTo(4), upTo(4), [2, 3, 4]])
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(99)
    await eventually(polling.deadLetters.list, (list) => list.length === 1)
  })

  it('on one record after another, each has all its retries', async () => {
    const table = await newTable()
    const tries = new Map<number, number>()
    const batches = recording('climbing', (records) => {
      const [first = 0] = records.map(numberOf)
      tries.set(first, (tries.get(first) ?? 0) + 1)
      return tries.get(first) === 3 ? failedFrom(records, first + 1) : failedFrom(records, first)
    })
    await table.put(1, 3)
    const polling = await startPolling(table, { climbing: everything({ retries: 3 }) })
    await eventually(
      () => polling.checkpoints.passedByAll(['climbing']),
      (passed) => passed === 3,
    )
    expect(polling.deadLetters.list()).toEqual([])
    expect(batches.map(([first]) => first)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
  })

  it('and the host is started again, it goes on at the record that failed', async () => {
    const table = await newTable()
    const batches = recording('later', (records, times) => (times === 1 ? failedFrom(records, 2) : undefined))
    await table.put(1, 3)
    const first = await startPolling(table, { later: everything({ retries: 100 }) })
    await eventually(
      () => first.reports.length,
      (count) => count === 1,
    )
    await first.close()
    await startPolling(table, { later: everything() }, first.data)
    await eventually(
      () => batches.length,
      (count) => count === 2,
    )
    expect(batches[1]).toEqual([2, 3])
  })
})
