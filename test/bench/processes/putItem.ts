import { type AttributeValue, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { serveJobs } from './jobs.ts'

const { DYNAMODB, TABLE_NAME } = process.env

/** The AWS SDK as it is, with nothing around it. */
const client = new DynamoDBClient({
  endpoint: DYNAMODB,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

serveJobs(async (item) => {
  const command = new PutItemCommand({ TableName: TABLE_NAME, Item: item as Record<string, AttributeValue> })
  return (await client.send(command)).$metadata.httpStatusCode ?? 0
})
