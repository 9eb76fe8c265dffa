import { daysBetween, monthOf, monthsBetween } from '../domain/day.ts'
import { SpendRow, spendKeyOf } from '../domain/spend.ts'
import { type Key, spendPartition } from './keys.ts'
import type { Table } from './table.ts'

const keyOf = (campaignId: string, row: SpendRow): Key => ({
  pk: spendPartition(campaignId, monthOf(row.day)),
  sk: spendKeyOf(row),
})

/** What campaigns cost, by day and ad. */
export const spendStore = (table: Table) => ({
  /** Puts rows in the place of those with the same day and ad; all others stay. Sent again after a failure it ends the same. */
  async put(campaignId: string, rows: readonly SpendRow[], by: { keyId: string; at: string }): Promise<void> {
    await table.putAll(rows.map((row) => ({ ...keyOf(campaignId, row), ...row, by })))
  },

  /** Every row of a campaign in a span of days, both included. */
  async rows({ campaignId, from, to }: { campaignId: string; from: string; to: string }): Promise<SpendRow[]> {
    if (daysBetween(from, to) < 1) return []
    const months = await Promise.all(
      monthsBetween(from, to).map(async (month) => {
        const found: SpendRow[] = []
        const span = { from: `${from} `, to: `${to} ~` }
        for await (const items of table.query(spendPartition(campaignId, month), span))
          found.push(...items.map(({ pk, sk, by, ...row }) => SpendRow.parse(row)))
        return found
      }),
    )
    return months.flat()
  },
})

export type SpendStore = ReturnType<typeof spendStore>
