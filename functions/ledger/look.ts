import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { LedgerDeps } from './deps.ts'

const PAGE = 100

/** How many rows are looked at for one answer. */
const MOST_LOOKED_AT = 500

type Look = {
  campaignId: string
  /** Rows before this place. */
  before: string | undefined
  /** How many rows are wanted at most. */
  limit: number
  matches: (row: Conversion) => boolean
  /** Whether a place is so far back that nothing beyond it is wanted. */
  isOver?: (place: string) => boolean
}

/** Matching rows, and the place to go on from when there may be more. */
export type Looked = { rows: Conversion[]; next?: string }

const idIn = (place: string): string => place.slice(place.indexOf('#') + 1)

/** Looks through the ledger of a campaign, the latest milestone first. */
export const look = async (
  { conversions }: Pick<LedgerDeps, 'conversions'>,
  { campaignId, before, limit, matches, isOver = () => false }: Look,
): Promise<Looked> => {
  const rows: Conversion[] = []
  let next = before
  for (let seen = 0; seen < MOST_LOOKED_AT; seen += PAGE) {
    const places = await conversions.list(campaignId, { before: next, limit: PAGE })
    const found = new Map((await conversions.findAll(places.map(idIn))).map((row) => [row.conversionId, row]))
    for (const place of places) {
      if (isOver(place)) return { rows }
      next = place
      const row = found.get(idIn(place))
      if (row && matches(row)) rows.push(row)
      if (rows.length === limit) return { rows, next }
    }
    if (places.length < PAGE) return { rows }
  }
  return { rows, ...(next !== undefined && { next }) }
}
