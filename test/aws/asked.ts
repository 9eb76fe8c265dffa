import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { AwsCall } from '../harness/recordingProxy.ts'

type Key = { pk?: AttributeValue }
type Request = { PutRequest?: { Item: Key }; DeleteRequest?: { Key: Key } }
type Body = {
  TableName?: string
  Key?: Key
  Item?: Key
  ExpressionAttributeValues?: Record<string, AttributeValue>
  KeyConditionExpression?: string
  RequestItems?: Record<string, { Keys: Key[] } | Request[]>
  TransactItems?: Record<string, { TableName: string; Item?: Key; Key?: Key }>[]
  KeyId?: string
  QueueUrl?: string
  EncryptionContext?: Record<string, string>
  Entries?: { Source: string; EventBusName: string }[]
}

/** What IAM decides on: an action, what it is done to, and the circumstances. */
export type Question = [action: string, resource: string, context: Record<string, string | string[]>]

/** The ARN of what a function knows by a name. */
export type ArnOf = (kind: 'table' | 'bus' | 'key' | 'queue', name: string | undefined) => string

type OnItems = { operation: string; table: string | undefined; partitions: string[] }

const partitionOf = ({ pk }: Key = {}): string => pk?.S ?? ''

const queried = ({ KeyConditionExpression = '', ExpressionAttributeValues = {} }: Body): string => {
  const [, value = ''] = /^pk = (:\w+)/.exec(KeyConditionExpression) ?? []
  return ExpressionAttributeValues[value]?.S ?? ''
}

/** A transaction is allowed where each of its actions is. */
const inTransaction = ({ TransactItems = [] }: Body): OnItems[] =>
  TransactItems.flatMap((action) =>
    Object.entries(action).map(([kind, { TableName, Item, Key }]) => ({
      operation: kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`,
      table: TableName,
      partitions: [partitionOf(Item ?? Key)],
    })),
  )

const inBatch = (operation: string, { RequestItems = {} }: Body): OnItems[] =>
  Object.entries(RequestItems).map(([table, requests]) => ({
    operation,
    table,
    partitions: Array.isArray(requests)
      ? requests.map(({ PutRequest, DeleteRequest }) => partitionOf(PutRequest?.Item ?? DeleteRequest?.Key))
      : requests.Keys.map(partitionOf),
  }))

const onItems = (operation: string, body: Body): OnItems[] => {
  if (operation === 'TransactWriteItems') return inTransaction(body)
  if (body.RequestItems) return inBatch(operation, body)
  const partition = operation === 'Query' ? queried(body) : partitionOf(body.Item ?? body.Key)
  return [{ operation, table: body.TableName, partitions: [partition] }]
}

/** Sending many messages needs the right to send one. */
const ofQueue = (operation: string): string => `sqs:${operation.replace(/Batch$/, '')}`

/** What IAM is asked about a call of DynamoDB, EventBridge, SQS or KMS. */
export const asked = ({ target, body: json }: AwsCall, arnOf: ArnOf): Question[] => {
  const [service = '', operation = ''] = target.split('.')
  const body: Body = json
  if (service.startsWith('DynamoDB_'))
    return onItems(operation, body).map(({ operation: action, table, partitions }) => [
      `dynamodb:${action}`,
      arnOf('table', table),
      { 'dynamodb:LeadingKeys': partitions },
    ])
  const { Entries = [], EncryptionContext = {}, KeyId, QueueUrl } = body
  if (service === 'AmazonSQS') return [[ofQueue(operation), arnOf('queue', QueueUrl), {}]]
  if (service === 'AWSEvents') {
    const buses = [...new Set(Entries.map(({ EventBusName }) => EventBusName))]
    const context = { 'events:source': Entries.map(({ Source }) => Source) }
    return buses.map((bus) => [`events:${operation}`, arnOf('bus', bus), context])
  }
  if (service !== 'TrentService') throw new Error(`nobody knows what IAM is asked about ${target}`)
  const context = Object.entries(EncryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])
  return [[`kms:${operation}`, arnOf('key', KeyId), Object.fromEntries(context)]]
}
