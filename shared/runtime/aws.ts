import { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** A DynamoDB client that gives up on a silent or throttling table before its caller gives up on it: a third refusal within some seconds is the answer. */
export const dynamoClient = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  })
