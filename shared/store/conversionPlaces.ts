import * as z from 'zod'
import { type Conversion, isOpen } from '../domain/conversionRow.ts'
import { conversionKey, duePartition, type Key, parkedPartition, shardOf } from './keys.ts'
import type { Write } from './table.ts'

/** That a conversion is open: where it lies by time, and when its destination will no longer take it. */
export const Waiting = z.object({
  pk: z.string(),
  sk: z.string(),
  conversionId: z.string(),
  campaignId: z.string(),
  destinationId: z.string(),
  deadline: z.string(),
  /** Until then a message about it is on its way. */
  queuedUntil: z.string().optional(),
})
export type Waiting = z.infer<typeof Waiting>

/** A message about the row is on its way until then. */
export type Queued = { queuedUntil?: string | undefined }

/** The write shard of a row and of what leads to it. */
export const shardOfRow = ({ conversionId }: Pick<Conversion, 'conversionId'>): number =>
  shardOf(conversionKey(conversionId).pk)

/** Where an open row waits: by the time when it is due, or parked, by its deadline; undefined for a closed one. */
export const placeOf = (row: Conversion): Key | undefined => {
  if (!isOpen(row)) return undefined
  const shard = shardOfRow(row)
  return row.status === 'parked'
    ? { pk: parkedPartition(shard), sk: `${row.deadline}#${row.conversionId}` }
    : { pk: duePartition(row.platform, shard), sk: `${row.nextAt}#${row.conversionId}` }
}

/** Puts a row into its place. */
export const placing = (row: Conversion, { queuedUntil }: Queued): Write[] => {
  const place = placeOf(row)
  const { conversionId, campaignId, destinationId, deadline } = row
  return place ? [{ put: { ...place, conversionId, campaignId, destinationId, deadline, queuedUntil } }] : []
}
