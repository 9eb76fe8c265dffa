import type { PreviewRow } from './attributionPreview.ts'
import type { SpendRow } from './spend.ts'
import { dimension, UNKNOWN } from './touch.ts'

/** Spend, and what it makes of a lead and of a credited one, in fen; null where nothing is owed or spend is not known. */
export type PreviewCosts = {
  spendFen: number | null
  leadCostFenBefore: number | null
  leadCostFenAfter: number | null
  creditedCostFenBefore: number | null
  creditedCostFenAfter: number | null
}
export type CostedPreviewRow = PreviewRow & PreviewCosts

const NO_LEADS = { before: 0, after: 0, creditedBefore: 0, creditedAfter: 0, limitFenBefore: 0, limitFenAfter: 0 }

type Ad = Pick<PreviewRow, 'platform' | 'account' | 'ad' | 'partner'>
const keyOf = ({ platform, account, ad, partner }: Ad): string => [platform, account, ad, partner].join(' ')

const adOf = ({ platform, account, ad }: SpendRow): Ad => ({
  platform,
  account: dimension(account),
  ad: dimension(ad),
  partner: UNKNOWN,
})

const each = (spendFen: number | null, count: number): number | null =>
  spendFen === null || count === 0 ? null : Math.round(spendFen / count)

const costsOf = (spendFen: number | null, row: PreviewRow): PreviewCosts => ({
  spendFen,
  leadCostFenBefore: each(spendFen, row.before),
  leadCostFenAfter: each(spendFen, row.after),
  creditedCostFenBefore: each(spendFen, row.creditedBefore),
  creditedCostFenAfter: each(spendFen, row.creditedAfter),
})

/** Rows with what their ads cost; spend on an ad that no lead is owed to has a row too. What a partner costs is not known. */
export const withCosts = (rows: readonly PreviewRow[], spend: readonly SpendRow[]): CostedPreviewRow[] => {
  const all = new Map(rows.map((row) => [keyOf(row), row]))
  const spent = new Map<string, number>()
  for (const one of spend) {
    const ad = adOf(one)
    const key = keyOf(ad)
    spent.set(key, (spent.get(key) ?? 0) + one.amountFen)
    if (!all.has(key)) all.set(key, { ...ad, ...NO_LEADS })
  }
  return [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => ({ ...row, ...costsOf(row.partner === UNKNOWN ? (spent.get(key) ?? 0) : null, row) }))
}
