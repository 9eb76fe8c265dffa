import type { Topology } from '../../topologySpec.ts'
import { failedItems, type Invoke } from '../functions.ts'
import { type Loop, type Round, repeat } from '../repeat.ts'
import { type Message, receiptOf } from './messages.ts'
import { type MessageAttributes, md5 } from './queueOperations.ts'
import type { Queues } from './queues.ts'

const lambdaAttributes = (attributes: MessageAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
    ]),
  )

const asLambdaRecord = (queue: string, message: Message) => ({
  messageId: message.id,
  receiptHandle: receiptOf(message),
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sent_at),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(Date.now()),
  },
  messageAttributes: lambdaAttributes(JSON.parse(message.attributes) as MessageAttributes),
  md5OfBody: md5(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:local:000000000000:${queue}`,
  awsRegion: 'local',
})

/** Hands a batch to a function and removes what it did not report as failed; the rest is seen again when its visibility ends. */
const consume = async (
  queues: Queues,
  invoke: Invoke,
  name: string,
  { queue, batchSize }: { queue: string; batchSize: number },
): Promise<Round> => {
  const messages = queues.receive(queue, batchSize)
  if (messages.length === 0) return 'idle'
  const Records = messages.map((message) => asLambdaRecord(queue, message))
  const failed = new Set(failedItems(await invoke(name, { Records })))
  const done = messages.filter(({ id }) => !failed.delete(id))
  if (failed.size > 0) throw new Error(`${name} reported messages that it was not given: ${[...failed].join(', ')}`)
  for (const message of done) queues.remove(queue, receiptOf(message))
  return 'more'
}

/** Drives every function that queues trigger, each queue by itself, with as many batches at once as the topology allows; one where it does not say. */
export const consumeQueues = (
  queues: Queues,
  topology: Topology,
  invoke: Invoke,
  report: (error: unknown) => void,
): Loop[] =>
  Object.entries(topology.functions).flatMap(([name, { trigger }]) => {
    if (trigger.kind !== 'queue') return []
    const { batchSize, atOnce = 1 } = trigger
    return trigger.queues.flatMap((queue) => {
      queues.specOf(queue)
      const work = () => consume(queues, invoke, name, { queue, batchSize })
      return Array.from({ length: atOnce }, () => repeat(work, { pauseMs: 50, report }))
    })
  })
