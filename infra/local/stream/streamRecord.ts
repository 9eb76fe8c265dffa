import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams'

export const sequenceOf = (record: StreamRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? ''

const inBase64 = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value

/** A record as Lambda hands it to a function: JSON, so its bytes in Base64 and its time in seconds. */
export const asLambdaRecord = (record: StreamRecord | undefined, streamArn: string): unknown => {
  const at = record?.dynamodb?.ApproximateCreationDateTime
  const dynamodb = { ...record?.dynamodb, ...(at && { ApproximateCreationDateTime: at.getTime() / 1000 }) }
  return JSON.parse(JSON.stringify({ ...record, dynamodb, eventSourceARN: streamArn }, inBase64))
}
