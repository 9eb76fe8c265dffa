import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { startDynamodbLocal, whyNoDynamodbLocal } from './dynamodbLocal.ts'
import { type FaultyEngine, startFaultyEngine } from './faultyEngine.ts'
import { clientOf, environmentOf } from './place.ts'

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

export type Store = { table: Table; faults: FaultyEngine; tableName: string }

const TABLE_NAME = 'tuoke'

/** The functions' client, of an engine on this machine; it gives up as theirs do, if later: tests share their machine. */
export const dynamoOf = (endpoint: string, more: { attempts?: number } = {}) =>
  dynamoClient({ ...more, environment: environmentOf(endpoint), waits: { connectMs: 1000, answerMs: 15_000 } })

/** A table on an engine, made when it is not there. */
export const tableOn = async (endpoint: string, name: string): Promise<Table> => {
  await ensureTable(new DynamoDBClient(clientOf(endpoint)), name)
  return openTable({ db: dynamoOf(endpoint), name })
}

/** A fresh table on an engine that can be made to fail, for the tests of one `describe`. */
export const useStore = (engine: StoreEngine): (() => Store) => {
  let store: Store | undefined
  beforeAll(async () => {
    const { url, stop } = await engine.start()
    const faults = await startFaultyEngine(url)
    store = { table: await tableOn(faults.url, TABLE_NAME), faults, tableName: TABLE_NAME }
    return async () => {
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
