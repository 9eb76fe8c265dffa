import { ALL_SHARDS, rosterPartition } from './keys.ts'
import type { Table } from './table.ts'

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
      .map(({ sk }) => ({ place: sk, leadId: sk.slice(sk.indexOf('#') + 1) }))
      .sort((a, b) => (a.place > b.place ? -1 : 1))
      .slice(0, limit)
  },
})

export type RosterStore = ReturnType<typeof rosterStore>
