import { reattribute } from './attribution.ts'
import { type AttributionRules, THOUSANDTHS } from './attributionRules.ts'
import type { Receipt } from './receipt.ts'
import { split } from './split.ts'
import { type Dimensions, NO_DIMENSIONS } from './touch.ts'

/** What became of a lead that has a receipt. */
export type Attributed = { receipt: Receipt; credited?: boolean; limitFen?: number }

/**
 * What an ad of a partner is owed now, and what it would be: leads and credited leads to the thousandth, limits granted in
 * fen. The row of no ad is unknown in all its names.
 */
export type PreviewRow = Pick<Dimensions, 'platform' | 'account' | 'ad' | 'partner'> & {
  before: number
  after: number
  creditedBefore: number
  creditedAfter: number
  limitFenBefore: number
  limitFenAfter: number
}

type Share = { dimensions: Dimensions; weight: number }

/** Whom a lead is owed to, in thousandths that add up to a whole. */
const sharesIn = ({ candidates, winner }: Receipt): Share[] =>
  winner === undefined
    ? [{ dimensions: NO_DIMENSIONS, weight: THOUSANDTHS }]
    : candidates
        .filter(({ weight }) => weight > 0)
        .map(({ dimensions, weight }) => ({ dimensions, weight: Math.round(weight * THOUSANDTHS) }))

const nothing = ({ platform, account, ad, partner }: Dimensions): PreviewRow => ({
  platform,
  account,
  ad,
  partner,
  before: 0,
  after: 0,
  creditedBefore: 0,
  creditedAfter: 0,
  limitFenBefore: 0,
  limitFenAfter: 0,
})

/** Rows by the name of their ad, made when they are first asked for. */
const rowsByAd = () => {
  const rows = new Map<string, PreviewRow>()
  return {
    rows,
    of: (dimensions: Dimensions): PreviewRow => {
      const { platform, account, ad, partner } = dimensions
      const key = [platform, account, ad, partner].join(' ')
      const row = rows.get(key) ?? nothing(dimensions)
      rows.set(key, row)
      return row
    },
  }
}

type Part = { dimensions: Dimensions; leads: number; credited: number; limitFen: number }

/** The parts of a lead by a receipt of it: of itself and of its credit in thousandths, of its limit in fen. */
const partsOf = (receipt: Receipt, { credited = false, limitFen = 0 }: Attributed): Part[] => {
  const shares = sharesIn(receipt)
  const limits = split(
    credited ? limitFen : 0,
    shares.map(({ weight }) => weight),
  )
  return shares.map(({ dimensions, weight }, i) => ({
    dimensions,
    leads: weight,
    credited: credited ? weight : 0,
    limitFen: limits[i] ?? 0,
  }))
}

const inLeads = (row: PreviewRow): PreviewRow => ({
  ...row,
  before: row.before / THOUSANDTHS,
  after: row.after / THOUSANDTHS,
  creditedBefore: row.creditedBefore / THOUSANDTHS,
  creditedAfter: row.creditedAfter / THOUSANDTHS,
})

/**
 * What each ad would be owed by other rules, by its name; what no ad is owed has a row of its own. Every lead is counted
 * whole, and every limit to the fen, before and after alike.
 */
export const previewChange = (leads: Iterable<Attributed>, newRules: AttributionRules): PreviewRow[] => {
  const { rows, of } = rowsByAd()
  for (const lead of leads) {
    for (const part of partsOf(lead.receipt, lead)) {
      const row = of(part.dimensions)
      row.before += part.leads
      row.creditedBefore += part.credited
      row.limitFenBefore += part.limitFen
    }
    for (const part of partsOf(reattribute(lead.receipt, newRules), lead)) {
      const row = of(part.dimensions)
      row.after += part.leads
      row.creditedAfter += part.credited
      row.limitFenAfter += part.limitFen
    }
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => inLeads(row))
}
