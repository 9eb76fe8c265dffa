import * as z from 'zod'
import { Day } from './day.ts'
import { UNKNOWN } from './touch.ts'

/** What may stand in a dimension of a counter; spend is joined to counters by it. */
const DimensionName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 of letters, digits and _ . : - as the page counts it')

/** What was spent on one ad on one day, in fen. */
export const SpendRow = z
  .strictObject({
    day: Day,
    platform: DimensionName,
    account: DimensionName.default(UNKNOWN),
    ad: DimensionName.default(UNKNOWN),
    amountFen: z.int().min(0).max(100_000_000_000),
  })
  .meta({ id: 'SpendRow' })
export type SpendRow = z.infer<typeof SpendRow>

/** What a row replaces when it is sent again. */
export const spendKeyOf = ({ day, platform, account, ad }: Omit<SpendRow, 'amountFen'>): string =>
  `${day} ${platform}|${account}|${ad}`

export const MAX_SPEND_ROWS = 5000

/** Places, by index, of rows that say the same day and ad as one before them. */
export const repeatedRows = (rows: readonly SpendRow[]): number[] => {
  const seen = new Set<string>()
  return rows.flatMap((row, i) => {
    const key = spendKeyOf(row)
    if (seen.has(key)) return [i]
    seen.add(key)
    return []
  })
}
