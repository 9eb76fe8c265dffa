import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'

export type StoredItem = Record<string, AttributeValue>

export const TABLE_NAME = 'tuoke'

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })

export const keyOf = ({ pk, sk }: StoredItem): string => `${pk?.S} ${sk?.S}`

/** Everything in the table of an engine, in the order of its keys. */
export const allItems = async (endpoint: string, table = TABLE_NAME): Promise<StoredItem[]> => {
  const db = clientOf(endpoint)
  const items: StoredItem[] = []
  let ExclusiveStartKey: StoredItem | undefined
  do {
    const page = await db.send(new ScanCommand({ TableName: table, ExclusiveStartKey }))
    items.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

/** Puts items into the table of an engine as they are. */
export const putItems = async (endpoint: string, items: readonly StoredItem[]): Promise<void> => {
  const db = clientOf(endpoint)
  for (const Item of items) await db.send(new PutItemCommand({ TableName: TABLE_NAME, Item }))
}

export const isEntry = ({ sk }: StoredItem): boolean => sk?.S?.startsWith('EVENT#') ?? false

/** Whether the journal made an item: an entry, a counter or a place in a roster. */
export const isJournaled = (item: StoredItem): boolean => isEntry(item) || /^(COUNTER|ROSTER)#/.test(item.pk?.S ?? '')
