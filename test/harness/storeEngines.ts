import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { startDynamodbLocal, whyNoDynamodbLocal } from './dynamodbLocal.ts'
import { type FaultyEngine, startFaultyEngine } from './faultyEngine.ts'

/** A DynamoDB engine that store tests run against; `exactCost` says whether its consumed capacity can be believed. */
export type StoreEngine = {
  name: string
  exactCost: boolean
  start: () => Promise<{ url: string; stop: () => Promise<void> }>
}

const dynoxide: StoreEngine = { name: 'Dynoxide', exactCost: true, start: () => startEngine(findEngine(), {}) }
const dynamodbLocal: StoreEngine = { name: 'DynamoDB Local', exactCost: false, start: startDynamodbLocal }

const available = (): StoreEngine[] => {
  const reason = whyNoDynamodbLocal()
  if (reason === undefined) return [dynoxide, dynamodbLocal]
  process.stderr.write(`DynamoDB Local is left out: ${reason}\n`)
  return [dynoxide]
}

/** The engines of this machine, for `describe.each`. */
export const storeEngines: StoreEngine[] = available()

export type Store = { table: Table; db: DynamoDBClient; faults: FaultyEngine; tableName: string }

const TABLE_NAME = 'tuoke'

/** A client of an engine on this machine that gives up as ours do in a function, if later: tests share their machine. */
export const clientOf = (endpoint: string, more: { maxAttempts?: number } = {}): DynamoDBClient =>
  new DynamoDBClient({
    ...more,
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { connectionTimeout: 1000, requestTimeout: 15_000, throwOnRequestTimeout: true },
  })

/** A fresh table on an engine that can be made to fail, for the tests of one `describe`. */
export const useStore = (engine: StoreEngine): (() => Store) => {
  let store: Store | undefined
  beforeAll(async () => {
    const { url, stop } = await engine.start()
    const faults = await startFaultyEngine(url)
    const db = clientOf(faults.url)
    await ensureTable(db, TABLE_NAME)
    store = { table: openTable({ db, name: TABLE_NAME }), db, faults, tableName: TABLE_NAME }
    return async () => {
      db.destroy()
      await faults.close()
      await stop()
    }
  })
  afterAll(() => {
    store = undefined
  })
  return () => {
    if (!store) throw new Error('the store is open only while tests run')
    return store
  }
}
