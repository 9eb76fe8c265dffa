import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { HostProblem } from '../hostProblem.ts'

const create = async (db: DynamoDBClient, TableName: string): Promise<void> => {
  await db.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  await waitUntilTableExists({ client: db, maxWaitTime: 60, minDelay: 1 }, { TableName })
  await db.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } }),
  )
}

/** Connections that fail before anything is asked. */
const UNREACHABLE: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
])

const describe = async (db: DynamoDBClient, TableName: string) => {
  try {
    return (await db.send(new DescribeTableCommand({ TableName }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    if (error instanceof Error && 'code' in error && UNREACHABLE.has(error.code))
      throw new HostProblem(
        `No DynamoDB engine answers: ${error.message}. Start it, or set DYNAMODB_ENDPOINT to another.`,
      )
    throw error
  }
}

/** Makes the table when it is not there, and returns the ARN of its stream. */
export const ensureTable = async (db: DynamoDBClient, name: string): Promise<string> => {
  if (!(await describe(db, name))) await create(db, name)
  const stream = (await describe(db, name))?.LatestStreamArn
  if (!stream) throw new HostProblem(`The table ${name} has no stream: enable one with new and old images.`)
  return stream
}
