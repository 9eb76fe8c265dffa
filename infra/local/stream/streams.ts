import type { DescribeStreamOutput, GetShardIteratorOutput } from '@aws-sdk/client-dynamodb-streams'
import type { DynamoDBRecord } from 'aws-lambda'
import { awsJson } from '../../../shared/runtime/aws/awsJson.ts'
import type { Environment } from '../../../shared/runtime/aws/service.ts'

/** A record as the stream gives it and Lambda hands it on: JSON, its bytes in Base64 and its time in seconds. */
export type StreamRecord = DynamoDBRecord

type Start = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON'; SequenceNumber?: string }
type RecordsOutput = { Records?: StreamRecord[]; NextShardIterator?: string }

/** DynamoDB Streams at `AWS_ENDPOINT_URL_DYNAMODB_STREAMS`. Records stay as they came: the AWS SDK would take them apart only for Lambda's form to be put together again. Whoever reads asks again by itself. */
export const openStreams = (environment: Environment = process.env) => {
  const call = awsJson(
    { name: 'dynamodb', variable: 'DYNAMODB_STREAMS', target: 'DynamoDBStreams_20120810', version: '1.0' },
    { environment, attempts: 1 },
  )
  return {
    describe: (input: { StreamArn: string; ExclusiveStartShardId?: string | undefined }) =>
      call<DescribeStreamOutput>('DescribeStream', input),
    iterator: (input: Start & { StreamArn: string; ShardId: string }) =>
      call<GetShardIteratorOutput>('GetShardIterator', input),
    records: (input: { ShardIterator: string | undefined; Limit: number }) => call<RecordsOutput>('GetRecords', input),
  }
}

export type Streams = ReturnType<typeof openStreams>
