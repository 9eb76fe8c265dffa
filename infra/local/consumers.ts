import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Topology } from '../topologySpec.ts'
import type { DeadLetters } from './deadLetters.ts'
import type { StreamIndex } from './engine/streamIndex.ts'
import type { Invoke } from './functions.ts'
import { consumeQueues } from './queues/queueConsumer.ts'
import { type Loop, repeat } from './repeat.ts'
import { runSchedules } from './schedules.ts'
import type { Services } from './services.ts'
import { checkpointList } from './stream/checkpoints.ts'
import { streamConsumers } from './stream/streamDelivery.ts'
import { pollStream } from './stream/streamPoller.ts'
import { openStreams } from './stream/streams.ts'

const TRIM_MS = 5000

/** How long an invocation may go on when its host is closed. What is cut off is delivered again. */
const GRACE_MS = 750

export type ConsumerOptions = {
  topology: Topology
  db: DatabaseSync
  services: Services
  streamArn: string
  /** Our own engine's, to be trimmed. */
  index: StreamIndex | undefined
  invoke: Invoke
  deadLetters: DeadLetters
  report: (error: unknown) => void
}

const followStream = ({ topology, db, streamArn, index, ...options }: ConsumerOptions): Loop[] => {
  const consumers = streamConsumers(topology)
  const checkpoints = checkpointList(db, streamArn)
  const stream = { ...options, streams: openStreams(), streamArn, checkpoints }
  const loops = consumers.map((consumer) => pollStream(stream, consumer))
  if (!index) return loops
  const trim = () => {
    const passed = checkpoints.passedByAll(consumers.map(({ name }) => name))
    return passed !== undefined && index.trim(passed) ? 'more' : 'idle'
  }
  return [...loops, repeat(trim, { pauseMs: TRIM_MS, report: options.report })]
}

/** What calls the functions beside HTTP: the bus, the queues, the schedules and the table's stream. */
export const startConsumers = (options: ConsumerOptions): Loop => {
  const { topology, db, services, invoke, deadLetters, report } = options
  const loops = [
    ...services.deliveries.deliverAll(invoke, deadLetters, report),
    ...consumeQueues(services.queues, topology, invoke, report),
    ...runSchedules(db, topology, invoke, report),
    ...followStream(options),
  ]
  return {
    stop: async () => {
      await Promise.race([Promise.all(loops.map((loop) => loop.stop())), pause(GRACE_MS, undefined, { ref: false })])
    },
  }
}
