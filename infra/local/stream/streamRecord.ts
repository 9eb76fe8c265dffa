import type { StreamRecord } from './streams.ts'

export const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? ''

/** A record as Lambda hands it to a function. */
export const asLambdaRecord = (record: StreamRecord | undefined, streamArn: string): StreamRecord => ({
  ...record,
  eventSourceARN: streamArn,
})
