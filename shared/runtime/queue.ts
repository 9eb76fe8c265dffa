import middy from '@middy/core'
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import { inScope, log, note } from './log.ts'

/** Works on messages in any order; returns those that must be delivered again. */
export type QueueWork = (records: SQSRecord[]) => Promise<SQSRecord[]>

/** The Lambda handler of a queue consumer that reports which messages of its batch failed. */
export const queueHandler = (service: string, work: QueueWork) =>
  middy<SQSEvent, SQSBatchResponse>()
    .onError(({ error }) => log.error('the batch failed', error))
    .handler((event: SQSEvent, context: Context) =>
      inScope({ service, requestId: context.awsRequestId, traceId: process.env._X_AMZN_TRACE_ID }, async () => {
        const failed = await work(event.Records)
        note({ records: event.Records.length, failed: failed.length })
        return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
      }),
    )
