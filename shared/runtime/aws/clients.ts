import { randomUUID } from 'node:crypto'
import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  BatchWriteItemInput,
  BatchWriteItemOutput,
  DeleteItemInput,
  DeleteItemOutput,
  GetItemInput,
  GetItemOutput,
  PutItemInput,
  PutItemOutput,
  QueryInput,
  QueryOutput,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb'
import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge'
import type {
  DecryptRequest,
  DecryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
} from '@aws-sdk/client-kms'
import type { SendMessageBatchRequest, SendMessageBatchResult } from '@aws-sdk/client-sqs'
import { awsJson, type Options } from './awsJson.ts'
import type { Service } from './service.ts'

const DYNAMODB: Service = { name: 'dynamodb', variable: 'DYNAMODB', target: 'DynamoDB_20120810', version: '1.0' }
const KMS: Service = { name: 'kms', variable: 'KMS', target: 'TrentService', version: '1.1' }
const SQS: Service = { name: 'sqs', variable: 'SQS', target: 'AmazonSQS', version: '1.0' }
const EVENTBRIDGE: Service = { name: 'events', variable: 'EVENTBRIDGE', target: 'AWSEvents', version: '1.1' }

/** DynamoDB, with what a table is used for. */
export const dynamoClient = (options?: Options) => {
  const call = awsJson(DYNAMODB, options)
  return {
    getItem: (input: GetItemInput) => call<GetItemOutput>('GetItem', input),
    batchGetItem: (input: BatchGetItemInput) => call<BatchGetItemOutput>('BatchGetItem', input),
    batchWriteItem: (input: BatchWriteItemInput) => call<BatchWriteItemOutput>('BatchWriteItem', input),
    query: (input: QueryInput) => call<QueryOutput>('Query', input),
    putItem: (input: PutItemInput) => call<PutItemOutput>('PutItem', input),
    updateItem: (input: UpdateItemInput) => call<UpdateItemOutput>('UpdateItem', input),
    deleteItem: (input: DeleteItemInput) => call<DeleteItemOutput>('DeleteItem', input),
    /** Sent again it is the same transaction, which DynamoDB carries out once. */
    transactWriteItems: (input: TransactWriteItemsInput) =>
      call<TransactWriteItemsOutput>('TransactWriteItems', { ClientRequestToken: randomUUID(), ...input }),
  }
}

/** Bytes as they travel. */
type Blobs = { Plaintext?: string; CiphertextBlob?: string }

const bytesOf = (base64: string | undefined) => (base64 === undefined ? undefined : Buffer.from(base64, 'base64'))

/** KMS, with what a data key is used for. */
export const kmsClient = (options?: Options) => {
  const call = awsJson(KMS, options)
  return {
    async generateDataKey(input: GenerateDataKeyRequest): Promise<GenerateDataKeyResponse> {
      const { Plaintext, CiphertextBlob } = await call<Blobs>('GenerateDataKey', input)
      return { Plaintext: bytesOf(Plaintext), CiphertextBlob: bytesOf(CiphertextBlob) }
    },
    async decrypt({ CiphertextBlob = new Uint8Array(), ...input }: DecryptRequest): Promise<DecryptResponse> {
      const blobs: Blobs = { CiphertextBlob: Buffer.from(CiphertextBlob).toString('base64') }
      const { Plaintext } = await call<Blobs>('Decrypt', { ...input, ...blobs })
      return { Plaintext: bytesOf(Plaintext) }
    },
  }
}

/** EventBridge, with what an event is put by. */
export const eventBridgeClient = (options?: Options) => {
  const call = awsJson(EVENTBRIDGE, options)
  return {
    putEvents: ({ Entries, ...input }: PutEventsRequest) =>
      call<PutEventsResponse>('PutEvents', {
        ...input,
        Entries: Entries?.map((entry) => ({ ...entry, Time: entry.Time && entry.Time.getTime() / 1000 })),
      }),
  }
}

/** SQS, with what messages are sent by. */
export const sqsClient = (options?: Options) => {
  const call = awsJson(SQS, options)
  return {
    sendMessageBatch: (input: SendMessageBatchRequest) => call<SendMessageBatchResult>('SendMessageBatch', input),
    /** About how many messages of a queue may be received. */
    async messagesIn(QueueUrl: string): Promise<number> {
      const AttributeNames = ['ApproximateNumberOfMessages']
      const { Attributes } = await call<{ Attributes?: Record<string, string> }>('GetQueueAttributes', {
        QueueUrl,
        AttributeNames,
      })
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0)
    },
  }
}
