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
  QueryInput,
  QueryOutput,
  TransactWriteItemsInput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb'

/** What the store asks of DynamoDB; the `DynamoDB` of the AWS SDK is one. */
export type Dynamo = {
  getItem: (input: GetItemInput) => Promise<GetItemOutput>
  batchGetItem: (input: BatchGetItemInput) => Promise<BatchGetItemOutput>
  batchWriteItem: (input: BatchWriteItemInput) => Promise<BatchWriteItemOutput>
  query: (input: QueryInput) => Promise<QueryOutput>
  putItem: (input: PutItemInput) => Promise<unknown>
  updateItem: (input: UpdateItemInput) => Promise<UpdateItemOutput>
  deleteItem: (input: DeleteItemInput) => Promise<DeleteItemOutput>
  /** Carries a transaction out once, however often it has to send it. */
  transactWriteItems: (input: TransactWriteItemsInput) => Promise<unknown>
}
