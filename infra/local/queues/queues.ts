import type { DatabaseSync } from 'node:sqlite'
import type { QueueSpec, Topology } from '../../topologySpec.ts'
import { AwsError } from '../awsEndpoint.ts'
import { type Message, messageStore } from './messages.ts'

/** The dead-letter queue of a queue. */
export const deadLetterQueueOf = (queue: string): string => `${queue}-dead-letters`

/** The queues of the topology, each with its dead-letter queue, whose messages stay until somebody removes them. */
export const openQueues = (db: DatabaseSync, topology: Topology) => {
  const messages = messageStore(db)
  const specs = new Map<string, QueueSpec>()
  for (const [name, spec] of Object.entries(topology.queues)) {
    specs.set(name, spec)
    specs.set(deadLetterQueueOf(name), { ...spec, maxReceives: Number.POSITIVE_INFINITY })
  }

  const specOf = (queue: string): QueueSpec => {
    const spec = specs.get(queue)
    if (!spec) throw new AwsError('QueueDoesNotExist', `The queue ${queue} does not exist.`)
    return spec
  }

  return {
    specOf,
    add: messages.add,
    remove: messages.remove,
    /** How many messages may be received at this moment. */
    count: messages.count,
    /** Takes up to `max` messages out of sight. Those received too often go to the dead-letter queue instead. */
    receive(queue: string, max: number, visibilitySeconds = specOf(queue).visibilitySeconds): Message[] {
      const { maxReceives } = specOf(queue)
      return messages.visible(queue, max).flatMap((message) => {
        if (message.receives < maxReceives) return [messages.hide(message, visibilitySeconds * 1000)]
        messages.move(message, deadLetterQueueOf(queue))
        return []
      })
    },
  }
}

export type Queues = ReturnType<typeof openQueues>
