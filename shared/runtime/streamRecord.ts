import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import * as z from 'zod'
import { count, log } from './log.ts'

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>

const itemOf = (image: Image): Record<string, unknown> => unmarshall(image as Record<string, AttributeValue>)

const Carrier = z.object({ event: z.object({ id: z.string() }) })

/** The item that a record shows, when this record's write caused an event: its event differs from the one before. */
export const changedItem = ({ dynamodb }: DynamoDBRecord): Record<string, unknown> | undefined => {
  if (!dynamodb?.NewImage) return undefined
  const item = itemOf(dynamodb.NewImage)
  const before = dynamodb.OldImage && Carrier.safeParse(itemOf(dynamodb.OldImage)).data
  return before?.event.id === Carrier.parse(item).event.id ? undefined : item
}

/** Where a record that cannot be worked on is put aside, so that those after it go on. */
export type Quarantine = {
  orElse: <Result>(record: DynamoDBRecord, work: () => Result) => Promise<Result | undefined>
}

type Add = (
  consumer: string,
  sequenceNumber: string,
  record: { cause: string; at: string; image: unknown },
) => Promise<void>

/** What is wrong with a record, by field names only. */
const causeOf = (error: unknown): string => {
  if (error instanceof z.ZodError) return error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
  return error instanceof Error ? error.message : 'unknown'
}

export const quarantineOf = (consumer: string, add: Add): Quarantine => ({
  async orElse(record, work) {
    try {
      return work()
    } catch (error) {
      const sequenceNumber = record.dynamodb?.SequenceNumber ?? record.eventID ?? ''
      log.error('a record was put aside', error, { sequenceNumber, cause: causeOf(error) })
      count('RecordQuarantined')
      await add(consumer, sequenceNumber, {
        cause: causeOf(error),
        at: new Date().toISOString(),
        image: record.dynamodb?.NewImage,
      })
      return undefined
    }
  },
})
