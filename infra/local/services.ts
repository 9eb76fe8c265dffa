import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Topology } from '../topologySpec.ts'
import { startAwsEndpoint } from './awsEndpoint.ts'
import { busOperations } from './bus/bus.ts'
import { deliveryList, type Outsider } from './bus/deliveries.ts'
import { keyOperations } from './keyService.ts'
import { queueOperations } from './queues/queueOperations.ts'
import { openQueues } from './queues/queues.ts'

export const BUS_NAME = 'tuoke'
export const KEY_ID = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000'

type ServiceOptions = { db: DatabaseSync; topology: Topology; data: string; outsiders?: readonly Outsider[] }

/** What the functions call of AWS beside DynamoDB: bus, queues and keys, behind one endpoint. */
export const startServices = async ({ db, topology, data, outsiders = [] }: ServiceOptions) => {
  const deliveries = deliveryList(db, topology, { outsiders })
  const queues = openQueues(db, topology)
  const endpoint = await startAwsEndpoint({
    ...busOperations({ name: BUS_NAME, file: join(data, 'events.ndjson'), deliveries }),
    ...queueOperations(queues),
    ...keyOperations(join(data, 'key.local'), KEY_ID),
  })
  const queueUrl = (queue: string): string => `${endpoint.url}/000000000000/${queue}`
  return { deliveries, queues, queueUrl, ...endpoint }
}

export type Services = Awaited<ReturnType<typeof startServices>>
