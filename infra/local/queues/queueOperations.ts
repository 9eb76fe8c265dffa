import { createHash } from 'node:crypto'
import { AwsError, type Operations } from '../awsEndpoint.ts'
import { receiptOf } from './messages.ts'
import type { Queues } from './queues.ts'

/** The value of a message attribute, its bytes in Base64. */
export type MessageAttributes = Record<string, { DataType?: string; StringValue?: string; BinaryValue?: string }>

type Sending = { Id?: string; MessageBody?: string; DelaySeconds?: number; MessageAttributes?: MessageAttributes }
type SendingOne = Sending & { QueueUrl?: string }
type SendingMany = { QueueUrl?: string; Entries?: Sending[] }
type Receiving = { QueueUrl?: string; MaxNumberOfMessages?: number; VisibilityTimeout?: number }
type Asking = { QueueUrl?: string; AttributeNames?: string[] }
type Deleting = { QueueUrl?: string; ReceiptHandle?: string }

const MAX_MESSAGES = 10
const MAX_BYTES = 1_048_576
const MAX_DELAY_SECONDS = 900
const MAX_VISIBILITY_SECONDS = 43_200
const ENTRY_ID = /^[\w-]{1,80}$/
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

export const md5 = (body: string): string => createHash('md5').update(body).digest('hex')

const nameIn = (queueUrl: string | undefined): string => (queueUrl ?? '').split('/').at(-1) ?? ''

const bytesOf = ({ MessageBody = '', MessageAttributes = {} }: Sending): number =>
  Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(MessageBody),
  )

const mustBeWithin = (name: string, value: number, least: number, most: number): void => {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new AwsError('InvalidParameterValue', `${name} must be ${least} to ${most}.`)
}

const send = (queues: Queues, queue: string, message: Sending) => {
  const { MessageBody = '', DelaySeconds = 0, MessageAttributes = {} } = message
  if (MessageBody === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.')
  if (NOT_XML.test(MessageBody))
    throw new AwsError('InvalidMessageContents', 'The message holds characters that SQS does not allow.')
  if (bytesOf(message) > MAX_BYTES)
    throw new AwsError('InvalidParameterValue', `The message is longer than ${MAX_BYTES} bytes.`)
  mustBeWithin('DelaySeconds', DelaySeconds, 0, MAX_DELAY_SECONDS)
  const attributes = JSON.stringify(MessageAttributes)
  const id = queues.add(queue, { body: MessageBody, attributes, delayMs: DelaySeconds * 1000 })
  return { MessageId: id, MD5OfMessageBody: md5(MessageBody) }
}

const mustBeBatch = (entries: readonly Sending[]): void => {
  const ids = entries.map(({ Id }) => Id ?? '')
  if (ids.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry.')
  if (ids.length > MAX_MESSAGES)
    throw new AwsError('TooManyEntriesInBatchRequest', `Send at most ${MAX_MESSAGES} entries.`)
  if (!ids.every((id) => ENTRY_ID.test(id)))
    throw new AwsError('InvalidBatchEntryId', 'An Id is 1 to 80 letters, digits, hyphens and underscores.')
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Every entry needs an Id of its own.')
  if (
    entries.every((entry) => bytesOf(entry) <= MAX_BYTES) &&
    entries.reduce((sum, one) => sum + bytesOf(one), 0) > MAX_BYTES
  )
    throw new AwsError('BatchRequestTooLong', `The entries are longer than ${MAX_BYTES} bytes together.`)
}

const sendMany = (queues: Queues, queue: string, entries: readonly Sending[]) => {
  const Successful: object[] = []
  const Failed: object[] = []
  for (const entry of entries)
    try {
      Successful.push({ Id: entry.Id, ...send(queues, queue, entry) })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id: entry.Id, Code: error.name, Message: error.message, SenderFault: true })
    }
  return { Successful, Failed }
}

const receive = (queues: Queues, { QueueUrl, MaxNumberOfMessages = 1, VisibilityTimeout }: Receiving) => {
  mustBeWithin('MaxNumberOfMessages', MaxNumberOfMessages, 1, MAX_MESSAGES)
  mustBeWithin('VisibilityTimeout', VisibilityTimeout ?? 0, 0, MAX_VISIBILITY_SECONDS)
  const messages = queues.receive(nameIn(QueueUrl), MaxNumberOfMessages, VisibilityTimeout)
  return messages.map((message) => ({
    MessageId: message.id,
    ReceiptHandle: receiptOf(message),
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: { ApproximateReceiveCount: String(message.receives) },
    MessageAttributes: JSON.parse(message.attributes) as MessageAttributes,
  }))
}

const attributesOf = (queues: Queues, queue: string, names: readonly string[]) => {
  const unknown = names.find((name) => name !== 'ApproximateNumberOfMessages')
  if (unknown !== undefined)
    throw new AwsError('InvalidAttributeName', `The local host does not know the attribute ${unknown}.`)
  return names.length === 0 ? {} : { Attributes: { ApproximateNumberOfMessages: String(queues.count(queue)) } }
}

/** SQS for some queues. What was sent outlives this process before the answer. */
export const queueOperations = (queues: Queues): Operations => {
  const known = (queueUrl: string | undefined): string => {
    queues.specOf(nameIn(queueUrl))
    return nameIn(queueUrl)
  }
  return {
    'AmazonSQS.SendMessage': ({ QueueUrl, ...message }: SendingOne) => send(queues, known(QueueUrl), message),
    'AmazonSQS.SendMessageBatch': ({ QueueUrl, Entries = [] }: SendingMany) => {
      const queue = known(QueueUrl)
      mustBeBatch(Entries)
      return sendMany(queues, queue, Entries)
    },
    'AmazonSQS.ReceiveMessage': (input: Receiving) => ({ Messages: receive(queues, input) }),
    'AmazonSQS.GetQueueAttributes': ({ QueueUrl, AttributeNames = [] }: Asking) =>
      attributesOf(queues, known(QueueUrl), AttributeNames),
    'AmazonSQS.DeleteMessage': ({ QueueUrl, ReceiptHandle = '' }: Deleting) =>
      queues.remove(known(QueueUrl), ReceiptHandle),
  }
}
