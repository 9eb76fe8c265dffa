import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'
import { loadFunctions } from '../../infra/local/functions.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import { consumeQueues } from '../../infra/local/queues/queueConsumer.ts'
import { queueOperations } from '../../infra/local/queues/queueOperations.ts'
import { openQueues } from '../../infra/local/queues/queues.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { atEnd, clientOf, ROOT, temporaryFolder } from '../harness/place.ts'

export const QUEUE = { visibilitySeconds: 0.2, maxReceives: 3 }

/** The queues of a topology with the functions behind them, until they are closed or the test file is done. */
export const startQueues = async (topology: Topology, data = temporaryFolder()) => {
  const db = openHostDb(data)
  const queues = openQueues(db, topology)
  const endpoint = await startAwsEndpoint(queueOperations(queues))
  const reports: unknown[] = []
  const loops = consumeQueues(queues, topology, await loadFunctions(topology, ROOT), (error) => reports.push(error))
  const client = new SQSClient(clientOf(endpoint.url))
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
  const urlOf = (queue: string) => `${endpoint.url}/000000000000/${queue}`
  return {
    data,
    reports,
    client,
    close,
    send: (queue: string, MessageBody: string | undefined, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl: urlOf(queue), MessageBody, ...more })),
    sendBatch: (queue: string, Entries: SendMessageBatchRequestEntry[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(queue), Entries })),
    receive: async (queue: string, more: Partial<ReceiveMessageCommandInput> = {}) =>
      (await client.send(new ReceiveMessageCommand({ QueueUrl: urlOf(queue), ...more }))).Messages ?? [],
    attributes: async (queue: string, AttributeNames: QueueAttributeName[]) =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl: urlOf(queue), AttributeNames }))).Attributes ?? {},
    remove: (queue: string, ReceiptHandle: string | undefined) =>
      client.send(new DeleteMessageCommand({ QueueUrl: urlOf(queue), ReceiptHandle })),
    urlOf,
    count: (queue: string) => Number(db.prepare('SELECT count(*) AS n FROM message WHERE queue = ?').get(queue)?.n),
  }
}
