import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DynamoDB, type DynamoDBClient, ResourceNotFoundException, ScanCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { COUNTED_ITEMS, differences, drifted, nameOf, startTally, type Tally } from '../../shared/store/recount.ts'
import { recountStore } from '../../shared/store/recountStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { startEngine } from './engine/engine.ts'
import { findEngine } from './engine/engineBinary.ts'
import { isAws } from './environment.ts'
import { HostProblem } from './hostProblem.ts'
import { hostFileIn, lockOf, runningHost } from './runningHost.ts'

/** Where the table is, and what must be stopped when it was read. */
type Place = { endpoint: string; tableName: string; leave: () => Promise<void> }

type Recount = { entries: number; drift: number; differences: Tally[] }

const TABLE_NAME = process.env.TABLE_NAME ?? 'tuoke'
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true }
const NOTHING_TO_LEAVE = () => Promise.resolve()

/** The table of the host that holds the lock on the data. */
const tableOfHost = (data: string): Place => {
  const { dynamodb, tableName } = runningHost(data)
  return { endpoint: dynamodb, tableName: process.env.TABLE_NAME ?? tableName, leave: NOTHING_TO_LEAVE }
}

/** The table of a server's data: the server's own while it runs, else on an engine started for this. */
const tableOf = async (data: string): Promise<Place> => {
  const file = join(data, 'table.db')
  if (!existsSync(file) && !existsSync(hostFileIn(data)))
    throw new HostProblem(`There is no data in ${data}. Set TUOKE_DATA to a server's data folder.`)
  const lock = lockOf(data)
  if (!lock) return tableOfHost(data)
  if (!existsSync(file)) {
    lock.close()
    throw new HostProblem(`The server of ${data} kept its table elsewhere. Set DYNAMODB_ENDPOINT to that engine.`)
  }
  const engine = await startEngine(findEngine(), { file })
  const leave = async () => {
    await engine.stop()
    lock.close()
  }
  return { endpoint: engine.url, tableName: TABLE_NAME, leave }
}

/** One pass over all entries and counters. */
const pass = async (db: DynamoDBClient, tableName: string) => {
  const tally = startTally()
  let start: ScanCommand['input']['ExclusiveStartKey']
  do {
    const page = await db.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: COUNTED_ITEMS.expression,
        ExpressionAttributeValues: marshall(COUNTED_ITEMS.values),
        ExclusiveStartKey: start,
      }),
    )
    for (const item of page.Items ?? []) tally.add(unmarshall(item))
    start = page.LastEvaluatedKey
  } while (start)
  return tally
}

/** Recomputes all counters from the journal. What a first pass finds is looked at again: writes may have come in between. */
const recounted = async (db: DynamoDB, tableName: string): Promise<Recount> => {
  const first = await pass(db, tableName)
  if (differences(first.tallies).length === 0) return { entries: first.entries(), drift: 0, differences: [] }
  const second = await pass(db, tableName)
  const found = drifted(first.tallies, second.tallies)
  const drift = found.reduce((sum, { journal, counter }) => sum + Math.abs(journal - counter), 0)
  return { entries: second.entries(), drift, differences: found }
}

const lineOf = (tally: Tally): string =>
  `${nameOf(tally)}: the journal says ${tally.journal}, the counter ${tally.counter}`

/** More differences than anybody reads one by one. */
const KEPT = 20

/** Recounts, and keeps what was found for the console. */
const recount = async ({ endpoint, tableName }: Place): Promise<Recount> => {
  const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const db = new DynamoDB({ endpoint, ...(!isAws(endpoint) && local), requestHandler: PATIENCE })
  const found = await recounted(db, tableName)
  const { entries, drift } = found
  const kept = found.differences.slice(0, KEPT).map(lineOf)
  const store = recountStore(openTable({ db, name: tableName }))
  await store.keep({ at: new Date().toISOString(), entries, drift, differences: kept })
  return found
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const explained = (error: unknown, { endpoint, tableName }: Place): unknown => {
  if (error instanceof ResourceNotFoundException)
    return new HostProblem(`There is no table ${tableName} at ${endpoint}. Set TABLE_NAME to another one.`)
  const isRefused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
  return isRefused ? new HostProblem(`No DynamoDB engine answers at ${endpoint}.`) : error
}

/** Prints the drift and returns the exit code: 0 when there is none, 1 when there is, as diff does. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
  const endpoint = process.env.DYNAMODB_ENDPOINT
  const place = endpoint
    ? { endpoint, tableName: TABLE_NAME, leave: NOTHING_TO_LEAVE }
    : await tableOf(process.env.TUOKE_DATA ?? join(root, '.local'))
  try {
    const result = await recount(place)
    if (values.json) say(JSON.stringify(result))
    else
      for (const line of [...result.differences.map(lineOf), `${result.entries} entries, drift ${result.drift}`])
        say(line)
    return result.drift === 0 ? 0 : 1
  } catch (error) {
    throw explained(error, place)
  } finally {
    await place.leave()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof HostProblem ? error.message : (error as Error).stack}\n`)
  process.exitCode = 2
}
