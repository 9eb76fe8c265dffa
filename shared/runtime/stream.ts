import middy from '@middy/core'
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { inScope, log, note } from './log.ts'

/** Works on records in order; returns the first one that must be delivered again with all after it, or undefined. */
export type StreamWork = (records: DynamoDBRecord[]) => Promise<DynamoDBRecord | undefined>

const sequenceNumberOf = (record: DynamoDBRecord): string => record.dynamodb?.SequenceNumber ?? ''

/** The Lambda handler of a DynamoDB stream consumer that reports where its batch failed. */
export const streamHandler = (service: string, work: StreamWork) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .onError(({ error }) => log.error('the batch failed', error))
    .handler((event: DynamoDBStreamEvent, context: Context) =>
      inScope({ service, requestId: context.awsRequestId, traceId: process.env._X_AMZN_TRACE_ID }, async () => {
        const failed = await work(event.Records)
        note({ records: event.Records.length, ...(failed && { sequenceNumber: sequenceNumberOf(failed) }) })
        return { batchItemFailures: failed ? [{ itemIdentifier: sequenceNumberOf(failed) }] : [] }
      }),
    )
