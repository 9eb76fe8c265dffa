import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { startHost } from '../../infra/local/host.ts'
import { topology } from '../../infra/topology.ts'
import { putItems, type StoredItem, TABLE_NAME } from './items.ts'
import { atEnd, clientOf, ROOT, temporaryFolder } from './place.ts'

/** What an installation of another time left: its table, and the two secrets that are not in it. */
export type Stored = { masterKey: string; operatorKey: string; items: StoredItem[] }

const restore = async (endpoint: string, data: string, { masterKey, operatorKey, items }: Stored): Promise<void> => {
  writeFileSync(join(data, 'key.local'), masterKey)
  writeFileSync(join(data, 'operator.key'), operatorKey)
  await ensureTable(new DynamoDBClient(clientOf(endpoint)), TABLE_NAME)
  await putItems(endpoint, items)
}

/** All that functions call, without any function: a table, keys and the bus; ended with the test file. */
export const startInstallation = async (stored?: Stored) => {
  const data = temporaryFolder()
  const engine = await startEngine(findEngine(), {})
  atEnd(engine.stop)
  if (stored) await restore(engine.url, data, stored)
  const host = await startHost({
    topology: { functions: {}, queues: topology.queues },
    root: ROOT,
    data,
    port: 0,
    host: '127.0.0.1',
    dynamodbEndpoint: engine.url,
    tableName: TABLE_NAME,
    outboundHosts: '',
    report: (error) => {
      throw error
    },
  })
  atEnd(host.close)
  const events = join(data, 'events.ndjson')
  return {
    dynamodb: engine.url,
    endpoint: host.endpoint,
    operatorKey: host.operatorKey(),
    /** What is on the bus. */
    published: () =>
      (existsSync(events) ? readFileSync(events, 'utf8') : '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).detail as { id: string; type: string }),
  }
}

export type Installation = Awaited<ReturnType<typeof startInstallation>>
