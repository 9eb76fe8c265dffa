import { describe, expect, it } from 'vitest'
import { Problem } from '../../shared/contract/problem.ts'
import { NOT_EXISTS, openTable } from '../../shared/store/table.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { dynamoOf } from '../harness/tables.ts'

const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error instanceof Problem) return error
  throw new Error(`not a problem: ${error}`)
}

const expectUnavailable = async (work: Promise<unknown>): Promise<void> => {
  const { code, headers } = await problemOf(work)
  expect([code, headers]).toEqual(['store_unavailable', { 'retry-after': '1' }])
}

describe.each(storeEngines)('table on $name that fails', (engine) => {
  const store = useStore(engine)
  /** The table through a client that sends nothing again by itself, and so need not wait. */
  const impatient = () => openTable({ db: dynamoOf(store().faults.url, { attempts: 1 }), name: store().tableName })
  const put = (sk: string, turn = 1) => ({ put: { pk: 'fault', sk, turn }, condition: NOT_EXISTS })
  const two = (sk: string) => [put(`${sk}1`), put(`${sk}2`)]
  const get = (sk: string) => store().table.get({ pk: 'fault', sk })

  it('sends a transaction again that met another one', async () => {
    const { table, faults } = store()
    faults.fail('TransactWriteItems', { kind: 'cancel', reasons: ['TransactionConflict', 'None'] }, { times: 3 })
    faults.fail('TransactWriteItems', { kind: 'refuse', error: 'TransactionInProgressException' })
    expect(await table.writeAll(two('conflict'))).toBeUndefined()
    expect(await get('conflict2')).toBeDefined()
  })

  it('sends a single write and a read again that met a transaction', async () => {
    const { table, faults } = store()
    faults.fail('PutItem', { kind: 'refuse', error: 'TransactionConflictException' }, { times: 2 })
    expect(await table.write(put('alone'))).toBeUndefined()
    faults.fail('GetItem', { kind: 'refuse', error: 'TransactionConflictException' })
    expect(await get('alone')).toBeDefined()
  })

  it('does not take a conflict for an obstacle when a transaction met both', async () => {
    const { table, faults } = store()
    await table.write(put('both1'))
    faults.fail('TransactWriteItems', { kind: 'cancel', reasons: ['ConditionalCheckFailed', 'TransactionConflict'] })
    const obstacles = await table.writeAll(two('both'))
    expect(obstacles?.map((obstacle) => obstacle?.item?.sk)).toEqual(['both1', undefined])
  })

  it('gives up on a conflict that does not pass', async () => {
    const { table, faults } = store()
    faults.fail('TransactWriteItems', { kind: 'cancel', reasons: ['None', 'TransactionConflict'] }, { times: 100 })
    await expectUnavailable(table.writeAll(two('forever')))
    faults.heal()
    expect(await get('forever1')).toBeUndefined()
  })

  it.each([
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'RequestLimitExceeded',
    'InternalServerError',
  ])('answers store_unavailable and writes nothing when a write is refused with %s', async (error) => {
    store().faults.fail('PutItem', { kind: 'refuse', error })
    await expectUnavailable(impatient().write(put(error)))
    expect(await get(error)).toBeUndefined()
    expect(await impatient().write(put(error))).toBeUndefined()
  })

  it.each(['ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'answers store_unavailable to a transaction cancelled for %s',
    async (reason) => {
      store().faults.fail('TransactWriteItems', { kind: 'cancel', reasons: ['None', reason] })
      await expectUnavailable(impatient().writeAll(two(reason)))
      expect(await get(`${reason}1`)).toBeUndefined()
    },
  )

  it.each(['GetItem', 'BatchGetItem', 'Query', 'DeleteItem'])(
    'answers store_unavailable when %s is throttled',
    async (operation) => {
      const table = impatient()
      const key = { pk: 'fault', sk: 'throttled' }
      store().faults.fail(operation, { kind: 'refuse', error: 'ThrottlingException' })
      const work = {
        GetItem: () => table.get(key),
        BatchGetItem: () => table.getAll([key]),
        Query: () => table.query('fault').next(),
        DeleteItem: () => table.remove(key),
      }[operation]
      await expectUnavailable(work?.() ?? Promise.resolve())
    },
  )

  it('finds its own item in the way when the answer to a single write was lost', async () => {
    const { table, faults } = store()
    faults.fail('PutItem', { kind: 'lose' })
    expect(await table.write(put('lost', 7))).toEqual({ item: { pk: 'fault', sk: 'lost', turn: 7 } })
    faults.fail('PutItem', { kind: 'drop' })
    expect(await table.write(put('dropped', 8))).toEqual({ item: { pk: 'fault', sk: 'dropped', turn: 8 } })
  })

  it.each(['lose', 'drop'] as const)('carries a transaction out once when its answer is lost (%s)', async (kind) => {
    const { table, faults } = store()
    const add = { update: { pk: 'fault', sk: `sum ${kind}` }, change: { expression: 'ADD n :n', values: { ':n': 1 } } }
    faults.fail('TransactWriteItems', { kind })
    expect(await table.writeAll([put(`once ${kind}`), add])).toBeUndefined()
    expect(await get(`sum ${kind}`)).toMatchObject({ n: 1 })
  })

  it('answers store_unavailable when no answer comes through, whether or not the write happened', async () => {
    store().faults.fail('TransactWriteItems', { kind: 'lose' })
    await expectUnavailable(impatient().writeAll(two('silent')))
    expect(await get('silent1')).toBeDefined()
  })

  it('answers store_unavailable when nobody listens', async () => {
    const table = openTable({ db: dynamoOf('http://127.0.0.1:1'), name: 'tuoke' })
    await expectUnavailable(table.get({ pk: 'a', sk: 'b' }))
  })

  it('lets a request that is wrong in itself fail as what it is', async () => {
    const { table } = store()
    const wrong = { update: { pk: 'fault', sk: 'wrong' }, change: { expression: 'SET nonsense' } }
    await expect(table.write(wrong)).rejects.toMatchObject({ name: 'ValidationException' })
  })
})
