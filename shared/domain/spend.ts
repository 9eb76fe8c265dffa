import * as z from 'zod'
import { Day, daysBetween } from './day.ts'
import { UNKNOWN } from './touch.ts'

/** A platform is known by the name that counters have for it. */
const PlatformName = z
  .string({ error: 'must be a text' })
  .trim()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be a platform as the page counts it, such as tencent_ads')

/** Accounts and ads have whatever names their platform lets them have; blanks around them and control characters are not kept. */
const GivenName = z
  .string({ error: 'must be a text' })
  .overwrite((name) =>
    name
      .toWellFormed()
      .normalize('NFC')
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim(),
  )
  .min(1, 'must not be empty')
  .max(128, 'must have at most 128 characters')

/** A thousand million yuan: more than any ad costs on a day. */
const MAX_FEN = 100_000_000_000

/** What was spent on one ad on one day, in fen. */
export const SpendRow = z
  .strictObject({
    day: Day,
    platform: PlatformName,
    account: GivenName.default(UNKNOWN),
    ad: GivenName.default(UNKNOWN),
    amountFen: z
      .int('must be a whole number of fen: an amount in yuan has at most two decimals')
      .min(0, 'must not be negative')
      .max(MAX_FEN, 'must be at most 1,000,000,000 yuan'),
  })
  .meta({ id: 'SpendRow' })
export type SpendRow = z.infer<typeof SpendRow>

/** What a row replaces when it is sent again. No part of it holds a `|`. */
export const spendKeyOf = ({ day, platform, account, ad }: Omit<SpendRow, 'amountFen'>): string =>
  `${day} ${[platform, account, ad].map((name) => name.replaceAll(/[%|]/g, encodeURIComponent)).join('|')}`

export const MAX_SPEND_ROWS = 5000

/** What lies further back has a mistyped year. */
const MAX_DAYS_BACK = 400

const rowToldOn = (today: Day) =>
  SpendRow.extend({
    day: Day.refine((day) => !(day > today), `must not lie after today, ${today}`).refine(
      (day) => !(daysBetween(day, today) > MAX_DAYS_BACK),
      `must lie within ${MAX_DAYS_BACK} days of today, ${today}`,
    ),
  })

/** An issue of one row among those of all. */
const issueOfRow = (issue: z.core.$ZodIssue, row: unknown, i: number) =>
  ({ ...issue, input: row, path: ['rows', i, ...issue.path] }) as z.core.$ZodRawIssue

const repeatedRow = (row: unknown, i: number): z.core.$ZodRawIssue => ({
  code: 'custom',
  message: 'says the day, platform, account and ad of a row before it',
  input: row,
  path: ['rows', i],
})

/**
 * Spend as it may be told on a day of the campaign's time zone: no day that has not come yet, and no row that says the
 * day, platform, account and ad of one before it. What is wrong with all rows is told at once.
 */
export const spendToldOn = (today: Day) => {
  const Row = rowToldOn(today)
  const Rows = z.strictObject({ rows: z.array(z.unknown()).min(1).max(MAX_SPEND_ROWS) })
  return Rows.transform(({ rows }, { issues }) => {
    const read = new Map<string, SpendRow>()
    rows.forEach((row, i) => {
      const { data, error } = Row.safeParse(row)
      if (!data) issues.push(...error.issues.map((issue) => issueOfRow(issue, row, i)))
      else if (read.has(spendKeyOf(data))) issues.push(repeatedRow(row, i))
      else read.set(spendKeyOf(data), data)
    })
    return { rows: [...read.values()] }
  })
}
