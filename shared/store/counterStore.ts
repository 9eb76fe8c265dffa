import { daysBetween, monthsBetween } from '../domain/day.ts'
import type { CounterRow } from '../domain/funnel.ts'
import { type Basis, COUNTS } from '../domain/journal.ts'
import { counterAttribute, counterOf } from './journalStore.ts'
import { ALL_SHARDS, counterPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

type Span = { campaignId: string; mode: 'live' | 'test'; basis: Basis; from: string; to: string }

const rowOf = (item: Item, basis: Basis): CounterRow => ({
  ...counterOf(String(item.sk)),
  counts: Object.fromEntries(
    COUNTS.flatMap((count) => {
      const value = item[counterAttribute({ basis, count })]
      return typeof value === 'number' ? [[count, value]] : []
    }),
  ),
})

const isOfBasis = ({ counts }: CounterRow): boolean => Object.keys(counts).length > 0

/** The counters that reports are made of. */
export const counterStore = (table: Table) => ({
  /** Every counter of a campaign in a span of days, both included; the same day and dimensions may come once per write shard. */
  async rows({ from, to, basis, ...span }: Span): Promise<CounterRow[]> {
    if (daysBetween(from, to) < 1) return []
    const partitions = monthsBetween(from, to).flatMap((month) =>
      ALL_SHARDS.map((shard) => counterPartition({ ...span, month, shard })),
    )
    const rows = await Promise.all(
      partitions.map(async (pk) => {
        const found: CounterRow[] = []
        for await (const items of table.query(pk, { from: `${from}#`, to: `${to}#~` }))
          found.push(...items.map((item) => rowOf(item, basis)).filter(isOfBasis))
        return found
      }),
    )
    return rows.flat()
  },
})

export type CounterStore = ReturnType<typeof counterStore>
