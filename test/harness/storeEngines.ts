import { afterAll, beforeAll, inject } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import type { Table } from '../../shared/store/table.ts'
import type { OneDynamodbLocal } from './dynamodbLocal.ts'
import { type FaultyEngine, startFaultyEngine } from './faultyEngine.ts'
import { tableOn } from './tables.ts'

/** A DynamoDB engine that store tests run against; `exactCost` says whether its consumed capacity can be believed. */
export type StoreEngine = {
  name: string
  exactCost: boolean
  start: () => Promise<{ url: string; stop: () => Promise<void> }>
}

const dynoxide: StoreEngine = { name: 'Dynoxide', exactCost: true, start: () => startEngine(findEngine(), {}) }

const available = async (): Promise<StoreEngine[]> => {
  const answer = await fetch(inject('dynamodbLocal'))
  if (!answer.ok) throw new Error(await answer.text())
  const { url, reason } = (await answer.json()) as OneDynamodbLocal
  if (url !== undefined) {
    const shared = { url, stop: async () => {} }
    return [dynoxide, { name: 'DynamoDB Local', exactCost: false, start: async () => shared }]
  }
  process.stderr.write(`DynamoDB Local is left out: ${reason}\n`)
  return [dynoxide]
}

/** The engines of this machine, for `describe.each`. */
export const storeEngines: StoreEngine[] = await available()

export type Store = { table: Table; faults: FaultyEngine; tableName: string }

let tables = 0

/** A fresh table on an engine that can be made to fail, for the tests of one `describe`. */
export const useStore = (engine: StoreEngine): (() => Store) => {
  let store: Store | undefined
  beforeAll(async () => {
    const { url, stop } = await engine.start()
    const faults = await startFaultyEngine(url)
    const tableName = `tuoke-${process.pid}-${++tables}`
    store = { table: await tableOn(faults.url, tableName), faults, tableName }
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
