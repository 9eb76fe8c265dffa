import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { clientOf, environmentOf } from './place.ts'

/** The functions' client, of an engine on this machine; it gives up as theirs do, if later: tests share their machine. */
export const dynamoOf = (endpoint: string, more: { attempts?: number } = {}) =>
  dynamoClient({ ...more, environment: environmentOf(endpoint), waits: { connectMs: 1000, answerMs: 15_000 } })

/** A table on an engine, made when it is not there. */
export const tableOn = async (endpoint: string, name: string): Promise<Table> => {
  await ensureTable(new DynamoDBClient(clientOf(endpoint)), name)
  return openTable({ db: dynamoOf(endpoint), name })
}
