import { ALL_SHARDS, rosterPartition } from './keys.ts'
import type { Table } from './table.ts'

const leadIdIn = (sk: string): string => sk.slice(sk.indexOf('#') + 1)

type RosterPlace = { place: string; leadId: string }

/** The leads of each campaign day. */
export const rosterStore = (table: Table) => {
  const someOf = async (
    campaignId: string,
    day: string,
    range: { limit: number; before?: string | undefined; after?: string | undefined; backwards?: boolean },
  ): Promise<RosterPlace[]> => {
    const shards = await Promise.all(
      ALL_SHARDS.map(async (shard) => {
        const pages = table.query(rosterPartition(campaignId, day, shard), range)
        const { value: items = [] } = await pages.next()
        return items as { sk: string }[]
      }),
    )
    const forwards = range.backwards ? -1 : 1
    return shards
      .flat()
      .map(({ sk }) => ({ place: sk, leadId: leadIdIn(sk) }))
      .sort((a, b) => (a.place < b.place ? -forwards : forwards))
      .slice(0, range.limit)
  }

  return {
    /** Up to `limit` leads of a campaign day, newest first; `before` is the place of the last one seen. */
    list: (campaignId: string, day: string, limit: number, before?: string): Promise<RosterPlace[]> =>
      someOf(campaignId, day, { limit, before, backwards: true }),

    /** Up to `limit` leads of a campaign day, oldest first; `after` is the place of the last one seen. Whoever comes meanwhile stands behind them. */
    earliest: (campaignId: string, day: string, limit: number, after?: string): Promise<RosterPlace[]> =>
      someOf(campaignId, day, { limit, after }),

    /** All leads of a campaign day, some at a time, in no order. */
    async *leadIds(campaignId: string, day: string): AsyncGenerator<string[]> {
      for (const shard of ALL_SHARDS)
        for await (const items of table.query(rosterPartition(campaignId, day, shard)))
          yield (items as { sk: string }[]).map(({ sk }) => leadIdIn(sk))
    },
  }
}

export type RosterStore = ReturnType<typeof rosterStore>
