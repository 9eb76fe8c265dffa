import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { KEY_ID } from '../../infra/local/services.ts'
import { Follower } from '../../shared/domain/follower.ts'
import { Lead } from '../../shared/domain/lead.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { type KeyRing, keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { clientOf, readBus } from './observe.ts'
import type { HostFile, Server } from './server.ts'
import { OPENID_MARK } from './stories.ts'

type Kept = Follower & { isNamed: boolean }

/** What a run of follows left behind; `named` is where an openid stands in the clear. */
export type FollowsFound = {
  ring: KeyRing
  leads: Map<string, Lead>
  /** By their blind indexes. */
  followers: Map<string, Kept>
  /** Ids of the events on the bus, by type and lead. */
  events: Map<string, Set<string>>
  named: string[]
}

/** The key ring of the server: only with it can be told which follower somebody is. */
const ringOf = ({ dynamodb, services, tableName }: HostFile): Promise<KeyRing> => {
  const environment = {
    AWS_ENDPOINT_URL: services,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }
  const table = openTable({ db: dynamoClient({ environment }), name: tableName })
  const keys = kmsKeys({ kms: kmsClient({ environment }), keyId: KEY_ID })
  return keyRingOpener(keyRingStore(table).load, keys)()
}

type InTable = Pick<FollowsFound, 'leads' | 'followers' | 'named'>

const readTable = async ({ dynamodb, tableName }: HostFile): Promise<InTable> => {
  const db = clientOf(dynamodb)
  const found: InTable = { leads: new Map(), followers: new Map(), named: [] }
  let start: ScanCommand['input']['ExclusiveStartKey']
  do {
    const page = await db.send(
      new ScanCommand({ TableName: tableName, ExclusiveStartKey: start, ConsistentRead: true }),
    )
    for (const item of (page.Items ?? []).map((one) => unmarshall(one))) {
      if (JSON.stringify(item).includes(OPENID_MARK)) found.named.push(`the item ${item.pk} ${item.sk}`)
      if (item.sk === 'LEAD') found.leads.set(item.leadId, Lead.parse(item))
      if (item.sk !== 'FOLLOWER') continue
      const isNamed = item.sealed !== undefined
      found.followers.set(String(item.pk).slice('FOLLOWER#'.length), { ...Follower.parse(item), isNamed })
    }
    start = page.LastEvaluatedKey
  } while (start)
  db.destroy()
  return found
}

const eventsIn = (data: string): FollowsFound['events'] => {
  const events: FollowsFound['events'] = new Map()
  for (const { type, leadId, id } of readBus(data).published) {
    const name = `${type} ${leadId}`
    events.set(name, (events.get(name) ?? new Set()).add(id))
  }
  return events
}

/** Files of the server, its log and the bus among them, that hold an openid. */
const namedFiles = (data: string): string[] =>
  readdirSync(data, { withFileTypes: true })
    .filter((file) => file.isFile() && readFileSync(join(data, file.name)).includes(OPENID_MARK))
    .map(({ name }) => `the file ${name}`)

/** Looks at everything from outside, once it has settled. */
export const findFollows = async (server: Server, data: string): Promise<FollowsFound> => {
  const host = server.hostFile()
  const { named, ...inTable } = await readTable(host)
  return {
    ...inTable,
    ring: await ringOf(host),
    events: eventsIn(data),
    named: [...named, ...namedFiles(data)],
  }
}
