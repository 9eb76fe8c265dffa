import { PARTNER_COUNTS, type PartnerDay } from '../domain/partnerCounts.ts'
import { ALL_SHARDS, type Key, tallyOf, tallyPartition, tallySortKey } from './keys.ts'
import type { Item, Table } from './table.ts'

const nothingOn = (day: string): PartnerDay => ({ day, accepted: 0, duplicates: 0, credited: 0, declined: 0 })

const addTo = (days: Map<string, PartnerDay>, item: Item): void => {
  const { day } = tallyOf(item as Key)
  const sum = days.get(day) ?? nothingOn(day)
  for (const count of PARTNER_COUNTS) sum[count] += Number(item[count] ?? 0)
  days.set(day, sum)
}

/** What the quality of partners is judged by. The journal writes it. */
export const tallyStore = (table: Table) => ({
  /** What was counted for a partner since it was let in at a time, by day. */
  async since(partnerId: string, since: string): Promise<PartnerDay[]> {
    const span = { from: tallySortKey(since, ''), to: tallySortKey(since, '~') }
    const days = new Map<string, PartnerDay>()
    await Promise.all(
      ALL_SHARDS.map(async (shard) => {
        for await (const items of table.query(tallyPartition(partnerId, shard), span))
          for (const item of items) addTo(days, item)
      }),
    )
    return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
  },
})

export type TallyStore = ReturnType<typeof tallyStore>
