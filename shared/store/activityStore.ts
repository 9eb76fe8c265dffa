import * as z from 'zod'
import { ALL_SHARDS, activityPartition, rosterPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

const Activity = z.object({ at: z.iso.datetime(), type: z.string(), leadId: z.string() })
export type Activity = z.infer<typeof Activity>

/** What happened to leads of a campaign, by the day on which it did. */
export const activityStore = (table: Table) => ({
  /** The latest of a day, newest first: leads that came, and what happened to others. */
  async latest(campaignId: string, day: string, limit: number): Promise<Activity[]> {
    const partitions = ALL_SHARDS.flatMap((shard) => [
      rosterPartition(campaignId, day, shard),
      activityPartition(campaignId, day, shard),
    ])
    const found = await Promise.all(
      partitions.map(async (pk): Promise<Item[]> => {
        const { value: items = [] } = await table.query(pk, { backwards: true, limit }).next()
        return items
      }),
    )
    return found
      .flat()
      .flatMap((item) => Activity.safeParse(item).data ?? [])
      .sort((a, b) => (a.at > b.at ? -1 : 1))
      .slice(0, limit)
  },
})

export type ActivityStore = ReturnType<typeof activityStore>
