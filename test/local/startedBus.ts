import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import type { EventBridgeEvent } from 'aws-lambda'
import { startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'
import { busOperations } from '../../infra/local/bus/bus.ts'
import { deliveryList, type Outsider } from '../../infra/local/bus/deliveries.ts'
import { deadLetterList } from '../../infra/local/deadLetters.ts'
import { loadFunctions } from '../../infra/local/functions.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { atEnd, clientOf, ROOT, temporaryFolder } from '../harness/place.ts'

export type Event = EventBridgeEvent<string, { n: number }>

const PATIENCE = { attempts: 4, firstPauseMs: 40, longestPauseMs: 100 }

/** A bus with the functions of a topology behind it, until it is closed or the test file is done. */
export const startBus = async (topology: Topology, data = temporaryFolder(), outsiders: readonly Outsider[] = []) => {
  const db = openHostDb(data)
  const deliveries = deliveryList(db, topology, { patience: PATIENCE, outsiders })
  const file = join(data, 'events.ndjson')
  const endpoint = await startAwsEndpoint(busOperations({ name: 'tuoke', file, deliveries }))
  const reports: unknown[] = []
  const report = (error: unknown) => reports.push(error)
  const deadLetters = deadLetterList(join(data, 'dead-letters.ndjson'), report)
  const loops = deliveries.deliverAll(await loadFunctions(topology, ROOT), deadLetters, report)
  const client = new EventBridgeClient(clientOf(endpoint.url))
  let closed: Promise<void> | undefined
  const stop = async () => {
    await Promise.all(loops.map((loop) => loop.stop()))
    await endpoint.close()
    db.close()
  }
  const close = () => {
    closed ??= stop()
    return closed
  }
  atEnd(close)
  return {
    data,
    deadLetters,
    reports,
    close,
    put: (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries })),
    client,
    lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean),
    waiting: () => Number(db.prepare('SELECT count(*) AS n FROM delivery').get()?.n),
  }
}

/** An entry of a detail type and a number. */
export const entry = (DetailType: string, n = 0, more: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
  EventBusName: 'tuoke',
  Source: 'test',
  DetailType,
  Detail: JSON.stringify({ n }),
  ...more,
})

/** Makes a function record what it is given, and do something for each event. */
export const recording = (name: string, does: (n: number, times: number) => unknown = () => undefined) => {
  const got: Event[] = []
  script(name, (event: Event) => {
    got.push(event)
    return does(event.detail.n, got.filter(({ id }) => id === event.id).length)
  })
  return got
}
