import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BUS_NAME } from '../../../infra/local/services.ts'
import { MAX_DELAY_SECONDS } from '../../../shared/conversions/queues.ts'
import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import type { MovableClock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Server } from '../server.ts'
import { askService, type TableBehind } from './outside.ts'
import { DUE_PARTITIONS } from './partitions.ts'

const EVERY_MS = 250
const EVENTS = 1
const MESSAGES = 6
const COPIES = 4
const SLICE_BYTES = 16_384

type Place = { server: Server; data: string; table: TableBehind; clock: MovableClock; random: Random }

type Line = { source: string; 'detail-type': string; detail: object }

/** Some events that came to the bus before, from anywhere in its file. */
const someEvents = (data: string, random: Random): Line[] => {
  const file = openSync(join(data, 'events.ndjson'), 'r')
  try {
    const slice = Buffer.alloc(SLICE_BYTES)
    const from = random.between(0, Math.max(0, fstatSync(file).size - SLICE_BYTES))
    const read = readSync(file, slice, 0, SLICE_BYTES, from)
    // The first and the last line may be parts of lines.
    const lines = slice.toString('utf8', 0, read).split('\n').slice(1, -1)
    return lines.slice(0, EVENTS).map((line) => JSON.parse(line) as Line)
  } finally {
    closeSync(file)
  }
}

const publishAgain = async (server: Server, lines: readonly Line[]): Promise<void> => {
  const Entries = lines.map((line) => ({
    Source: line.source,
    DetailType: line['detail-type'],
    Detail: JSON.stringify(line.detail),
    EventBusName: BUS_NAME,
  }))
  if (Entries.length > 0) await askService(server, 'AWSEvents.PutEvents', { Entries })
}

/** Seconds until the message of a conversion itself comes, from where it lies by time. */
const delayOf = (place: string, now: Date): number => {
  const ms = Date.parse(place.slice(0, place.indexOf('#'))) - now.getTime()
  return ms > 0 ? Math.ceil(ms / 1000) + 1 : 0
}

/** Sends messages about conversions that come when their own do, several about each: so they are worked on at the same moment. */
const tellAgain = async ({ server, table, clock, random }: Place): Promise<void> => {
  const partition = random.pick(DUE_PARTITIONS)
  const platform = DestinationPlatform.options.find((each) => partition?.includes(`#${each}#`))
  const places = await table.first(partition ?? '', MESSAGES)
  const Entries = places.flatMap((place, n) => {
    const DelaySeconds = delayOf(place, clock.now())
    const MessageBody = JSON.stringify({ conversionId: place.split('#')[1] })
    return DelaySeconds > MAX_DELAY_SECONDS ? [] : [{ Id: String(n), MessageBody, DelaySeconds }]
  })
  if (platform === undefined || Entries.length === 0) return
  const QueueUrl = `${server.hostFile().services}/000000000000/conversions_${platform}`
  for (let copy = 0; copy < COPIES; copy++) {
    await askService(server, 'AmazonSQS.SendMessageBatch', { QueueUrl, Entries })
    await pause(random.between(0, 25))
  }
}

/** Says again what was said before, to the bus and to the queues, as both may do themselves; returns how to end it. */
export const makeDisorder = (place: Place) => {
  const { server, data, random } = place
  let isOver = false
  const run = async (): Promise<void> => {
    while (!isOver) {
      // Nobody listens while the server is killed.
      await publishAgain(server, someEvents(data, random)).catch(() => undefined)
      await tellAgain(place).catch(() => undefined)
      await pause(EVERY_MS)
    }
  }
  const ended = run()
  return {
    stop: (): Promise<void> => {
      isOver = true
      return ended
    },
  }
}
