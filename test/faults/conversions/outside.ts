import { setTimeout as pause } from 'node:timers/promises'
import { type DynamoDBClient, QueryCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { clientOf } from '../observe.ts'
import type { Server } from '../server.ts'

/** Longer than the server is ever away. */
const PATIENCE_MS = 60_000

/** Tries until it works, for as long as a killed server takes to come back. */
export const insist = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const deadline = Date.now() + PATIENCE_MS
  for (;;)
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await pause(100)
    }
}

type Row = Record<string, unknown>

/** The table as it is behind a server that comes and goes. */
export const tableBehind = (server: Server) => {
  let known: { endpoint: string; db: DynamoDBClient } | undefined
  const open = (): DynamoDBClient => {
    const { dynamodb } = server.hostFile()
    if (known?.endpoint !== dynamodb) known = { endpoint: dynamodb, db: clientOf(dynamodb) }
    return known.db
  }
  const TableName = () => server.hostFile().tableName
  return {
    /** The first places of a partition. */
    first: (pk: string, Limit: number): Promise<string[]> =>
      insist(async () => {
        const { Items = [] } = await open().send(
          new QueryCommand({
            TableName: TableName(),
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: marshall({ ':pk': pk }),
            ProjectionExpression: 'sk',
            Limit,
          }),
        )
        return Items.map((item) => String(unmarshall(item).sk))
      }),

    /** How many items a partition has. */
    count: (pk: string): Promise<number> =>
      insist(async () => {
        let [count, start] = [0, undefined as QueryCommand['input']['ExclusiveStartKey']]
        do {
          const page = await open().send(
            new QueryCommand({
              TableName: TableName(),
              KeyConditionExpression: 'pk = :pk',
              ExpressionAttributeValues: marshall({ ':pk': pk }),
              Select: 'COUNT',
              ExclusiveStartKey: start,
            }),
          )
          count += page.Count ?? 0
          start = page.LastEvaluatedKey
        } while (start)
        return count
      }),

    /** Every item with a sort key. */
    async all(sk: string): Promise<Row[]> {
      const found: Row[] = []
      let start: ScanCommand['input']['ExclusiveStartKey']
      do {
        const page = await open().send(
          new ScanCommand({
            TableName: TableName(),
            FilterExpression: 'sk = :sk',
            ExpressionAttributeValues: marshall({ ':sk': sk }),
            ConsistentRead: true,
            ExclusiveStartKey: start,
          }),
        )
        found.push(...(page.Items ?? []).map((item) => unmarshall(item)))
        start = page.LastEvaluatedKey
      } while (start)
      return found
    },

    /** Leaves a lead with these purposes only: nobody's API does so yet. */
    agreeOnly: (leadId: string, purposes: readonly string[]): Promise<unknown> =>
      insist(() =>
        open().send(
          new UpdateItemCommand({
            TableName: TableName(),
            Key: marshall({ pk: `LEAD#${leadId}`, sk: 'LEAD' }),
            UpdateExpression: 'SET consent.purposes = :purposes',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: marshall({ ':purposes': purposes }),
          }),
        ),
      ),
  }
}

export type TableBehind = ReturnType<typeof tableBehind>

/** Asks one of the services that the functions call beside the table. */
export const askService = async ({ hostFile }: Server, target: string, input: object): Promise<void> => {
  const response = await fetch(hostFile().services, {
    method: 'POST',
    headers: { 'x-amz-target': target },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${target} was answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}
