import { ALL_SHARDS, rosterPartition } from './keys.ts'
import type { Table } from './table.ts'

const leadIdIn = (sk: string): string => sk.slice(sk.indexOf('#') + 1)

/** The leads of each campaign day. */
export const rosterStore = (table: Table) => ({
  /** Up to `limit` leads of a campaign day, newest first; `before` is the place of the last one seen. */
  async list(
    campaignId: string,
    day: string,
    limit: number,
    before?: string,
  ): Promise<{ place: string; leadId: string }[]> {
    const shards = await Promise.all(
      ALL_SHARDS.map(async (shard) => {
        const pages = table.query(rosterPartition(campaignId, day, shard), { before, backwards: true, limit })
        const { value: items = [] } = await pages.next()
        return items as { sk: string }[]
      }),
    )
    return shards
      .flat()
      .map(({ sk }) => ({ place: sk, leadId: leadIdIn(sk) }))
      .sort((a, b) => (a.place > b.place ? -1 : 1))
      .slice(0, limit)
  },

  /** All leads of a campaign day, some at a time, in no order. */
  async *leadIds(campaignId: string, day: string): AsyncGenerator<string[]> {
    for (const shard of ALL_SHARDS)
      for await (const items of table.query(rosterPartition(campaignId, day, shard)))
        yield (items as { sk: string }[]).map(({ sk }) => leadIdIn(sk))
  },
})

export type RosterStore = ReturnType<typeof rosterStore>
