import { dynamoClient, kmsClient } from '../../../shared/runtime/aws/clients.ts'
import { type KeyRing, openKeyRing } from '../../../shared/security/keyRing.ts'
import { kmsKeys } from '../../../shared/security/kms.ts'
import { keyRingStore } from '../../../shared/store/keyRingStore.ts'
import { openTable, type Table } from '../../../shared/store/table.ts'
import { awsEnvironment, setEnvironment } from '../environment.ts'
import { startHost } from '../host.ts'
import { HostProblem } from '../hostProblem.ts'
import { lockOf, runningHost } from '../runningHost.ts'
import { KEY_ID } from '../services.ts'

/** An installation that can be written to; `url` is where its server answers, if one runs. */
export type Place = { table: Table; ring: KeyRing; url: string | undefined; leave: () => Promise<void> }

type Options = { data: string; root: string; tableName: string; dynamodbEndpoint: string | undefined }

const opened = async (tableName: string): Promise<Pick<Place, 'table' | 'ring'>> => {
  const table = openTable({ db: dynamoClient(), name: tableName })
  const ring = await openKeyRing(await keyRingStore(table).load(), kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  return { table, ring }
}

/** By the endpoints of the server that runs on the data. */
const besideServer = async (data: string): Promise<Place> => {
  const { url, dynamodb, services, tableName } = runningHost(data)
  if (services === undefined)
    throw new HostProblem('The running server does not say where its keys are. Start it again, then run this again.')
  setEnvironment(awsEnvironment(process.env, { dynamodb, others: services }))
  return { ...(await opened(tableName)), url, leave: () => Promise.resolve() }
}

/** With engine and keys of a host in this process, and no function: what is written is delivered when a server runs again. */
const withoutServer = async ({ data, root, tableName, dynamodbEndpoint }: Options): Promise<Place> => {
  const report = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
  const topology = { functions: {}, queues: {} }
  const more = { port: 0, host: '127.0.0.1', outboundHosts: '', ...(dynamodbEndpoint && { dynamodbEndpoint }) }
  const host = await startHost({ topology, root, data, tableName, report, ...more })
  try {
    return { ...(await opened(tableName)), url: undefined, leave: host.close }
  } catch (error) {
    await host.close()
    throw error
  }
}

/** The installation in a data folder, whether a server runs on it or not; made when there is none. */
export const openPlace = async (options: Options): Promise<Place> => {
  const lock = lockOf(options.data)
  if (!lock) return besideServer(options.data)
  lock.close()
  return withoutServer(options)
}
