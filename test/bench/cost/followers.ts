import { isDeepStrictEqual } from 'node:util'
import type { Consumer } from '../../../infra/local/stream/streamDelivery.ts'
import { asLambdaRecord } from '../../../infra/local/stream/streamRecord.ts'
import type { StreamRecord } from '../../../infra/local/stream/streams.ts'
import type { Seen } from '../../harness/faultyEngine.ts'
import { keyOf, type StoredItem } from '../../harness/items.ts'
import type { Use } from './bill.ts'
import type { MeasuredFunction } from './functionUse.ts'

/** An item as the stream shows it; none that we store holds bytes, which would be in Base64. */
type Image = NonNullable<NonNullable<StreamRecord['dynamodb']>['NewImage']>

const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/tuoke/stream/2026-11-26T00:00:00.000'

let shown = 0

/** What the stream shows of an item that was written. */
const recordOf = (item: Image, eventName: 'INSERT' | 'MODIFY'): StreamRecord => ({
  eventID: String(++shown),
  eventName,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    ApproximateCreationDateTime: Date.now() / 1000,
    Keys: { pk: item.pk ?? { NULL: true }, sk: item.sk ?? { NULL: true } },
    NewImage: item,
    SequenceNumber: String(shown).padStart(21, '0'),
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
})

/** What the stream shows of all that is otherwise than it was. */
export const changesBetween = (before: readonly StoredItem[], after: readonly StoredItem[]): StreamRecord[] => {
  const images = new Map(before.map((item) => [keyOf(item), item]))
  return after.flatMap((item) => {
    const image = images.get(keyOf(item))
    if (isDeepStrictEqual(image, item)) return []
    return [recordOf(item as Image, image === undefined ? 'INSERT' : 'MODIFY')]
  })
}

const batchesOf = (records: readonly StreamRecord[], size: number): object[] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, i) => ({
    Records: records.slice(i * size, (i + 1) * size).map((record) => asLambdaRecord(record, STREAM)),
  }))

type Published = { events: number; bytes: number }

const BYTES_OF_EVENT = 64 * 1024

/** Events as EventBridge bills them: one for each 64 KB begun. */
const publishedIn = (seen: readonly Seen[]): Published => {
  const puts = seen.filter(({ operation }) => operation === 'PutEvents')
  const sizes = puts.flatMap(({ body }) =>
    (JSON.parse(body).Entries as object[]).map((entry) => Buffer.byteLength(JSON.stringify(entry))),
  )
  return {
    events: sizes.reduce((total, size) => total + Math.ceil(size / BYTES_OF_EVENT), 0),
    bytes: sizes.reduce((total, size) => total + size, 0),
  }
}

/** What a consumer of the stream takes for each thing that happened, with its records one by one and in full batches. */
export type Followed = { alone: Use; inBatches: Use; published: Published }

/** Shows records to a consumer: a seventh to get warm, then one by one, then in full batches. */
export const measureFollower = async (
  { call }: MeasuredFunction,
  { batchSize }: Consumer,
  { records, things }: { records: readonly StreamRecord[]; things: number },
): Promise<Followed> => {
  const part = Math.ceil(records.length / 7)
  const oneByOne = batchesOf(records.slice(part, 4 * part), 1)
  const full = batchesOf(records.slice(4 * part), batchSize)
  const [first, ...others] = batchesOf(records.slice(0, part), 1)
  if (!first || full.length === 0) throw new Error(`${records.length} records are too few to measure a consumer`)
  await call([first], 200)
  await call(others, 200)
  const [alone, inBatches] = [await call(oneByOne, 200), await call(full, 200)]
  const perThing = records.length / things
  const { events, bytes } = publishedIn(alone.seen)
  const perEvent = perThing / oneByOne.length
  return {
    alone: { calls: perThing, ...alone.use },
    inBatches: { calls: (perThing * full.length) / (records.length - 4 * part), ...inBatches.use },
    published: { events: events * perEvent, bytes: bytes * perEvent },
  }
}
