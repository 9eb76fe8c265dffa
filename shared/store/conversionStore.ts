import { isDeepStrictEqual } from 'node:util'
import { Conversion } from '../domain/conversionRow.ts'
import type { DestinationPlatform } from '../domain/destination.ts'
import { placeOf, placing, type Queued, shardOfRow, Waiting } from './conversionPlaces.ts'
import { ALL_SHARDS, conversionKey, duePartition, ledgerPartition, parkedPartition } from './keys.ts'
import { nearestFirst } from './nearestFirst.ts'
import { type Item, NOT_EXISTS, type Table, type Write } from './table.ts'

/** What a change makes of a row; the one before must be as it was read. */
export type RowChange = { before: Conversion; after: Conversion }

const rowWrite = (row: Conversion, condition: Write['condition']): Write => ({
  put: { ...conversionKey(row.conversionId), ...row },
  ...(condition && { condition }),
})

/** The writes of a change: one when the row keeps its place. */
const writesOf = ({ before, after }: RowChange, queued: Queued): Write[] => {
  const condition = { expression: 'version = :before', values: { ':before': before.version } }
  const row = rowWrite(after, condition)
  const [from, to] = [placeOf(before), placeOf(after)]
  if (isDeepStrictEqual(from, to)) return [row]
  return [row, ...(from ? [{ remove: from }] : []), ...placing(after, queued)]
}

/** As the table gives it back. */
const stored = (row: Conversion): unknown => JSON.parse(JSON.stringify(row))

/** The ledger: each conversion once, and its place by time as long as something is still to come of it. */
export const conversionStore = (table: Table) => ({
  async find(conversionId: string): Promise<Conversion | undefined> {
    const item = await table.get(conversionKey(conversionId), { consistent: true })
    return item && Conversion.parse(item)
  },

  /** Those of up to 100 that exist, in no order. */
  async findAll(conversionIds: readonly string[]): Promise<Conversion[]> {
    if (conversionIds.length === 0) return []
    return (await table.getAll(conversionIds.map(conversionKey))).map((item) => Conversion.parse(item))
  },

  /** Makes a row, listed in its campaign; false when it was there. */
  async plan(row: Conversion, queued: Queued = {}): Promise<boolean> {
    const { campaignId, at, conversionId } = row
    const listed = { pk: ledgerPartition(campaignId, shardOfRow(row)), sk: `${at}#${conversionId}` }
    await table.write({ put: listed })
    return (await table.writeAll([rowWrite(row, NOT_EXISTS), ...placing(row, queued)])) === undefined
  },

  /** Makes changes of rows, all or none; false when one of the rows was changed meanwhile. */
  async change(changes: readonly RowChange[], queued: Queued = {}): Promise<boolean> {
    const obstacles = await table.writeAll(changes.flatMap((change) => writesOf(change, queued)))
    if (obstacles === undefined) return true
    // The table may have carried out the first sending of a write whose answer was lost.
    const [only, ...others] = changes
    const found = obstacles[0]?.item
    return (
      others.length === 0 &&
      found !== undefined &&
      isDeepStrictEqual(Conversion.parse(found), stored(only?.after as Conversion))
    )
  },

  /** Up to `most` rows of a platform that are due at `now` and that no message is on its way about, the nearest deadline first. */
  async due(platform: DestinationPlatform, now: string, most: number): Promise<Waiting[]> {
    const nearest = nearestFirst(most, ({ deadline }: Waiting) => deadline)
    const addShard = async (shard: number): Promise<void> => {
      for await (const items of table.query(duePartition(platform, shard), { before: now })) {
        const found = items.map((item) => Waiting.parse(item))
        nearest.add(found.filter(({ queuedUntil = '' }) => queuedUntil <= now))
      }
    }
    await Promise.all(ALL_SHARDS.map(addShard))
    return nearest.all()
  },

  /** Remembers that a message about a due row is on its way; nothing when the row has moved on. */
  async queued({ pk, sk }: Waiting, until: string): Promise<void> {
    await table.write({
      update: { pk, sk },
      change: { expression: 'SET queuedUntil = :until', values: { ':until': until } },
      condition: { expression: 'attribute_exists(pk)' },
    })
  },

  /** Rows that wait until their destination is enabled, in pages, in each of which the nearest deadline comes first. */
  async *parked(): AsyncGenerator<Waiting[]> {
    for (const shard of ALL_SHARDS)
      for await (const items of table.query(parkedPartition(shard))) yield items.map((item) => Waiting.parse(item))
  },

  /** Up to `limit` places of a campaign's rows, the latest milestone first, from after a given one. */
  async list(campaignId: string, { before, limit }: { before?: string | undefined; limit: number }): Promise<string[]> {
    const shards = await Promise.all(
      ALL_SHARDS.map(async (shard) => {
        const pages = table.query(ledgerPartition(campaignId, shard), { before, backwards: true, limit })
        const { value: items = [] } = await pages.next()
        return (items as Item[]).map(({ sk }) => String(sk))
      }),
    )
    return shards
      .flat()
      .sort((a, b) => (a > b ? -1 : 1))
      .slice(0, limit)
  },
})

export type ConversionStore = ReturnType<typeof conversionStore>
