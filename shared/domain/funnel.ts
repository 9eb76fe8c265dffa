import { AMOUNTS, type Amount } from './amounts.ts'
import type { Day } from './day.ts'
import { COUNTS, type Count } from './journal.ts'
import { type Chain, registrationBase } from './milestone.ts'
import type { SpendRow } from './spend.ts'
import { type Dimensions, dimension } from './touch.ts'

export type Counts = Record<Count, number>
export type Amounts = Record<Amount, number>

/** One counter row: where, when, how many and how much. */
export type CounterRow = { day: Day; dimensions: Dimensions; counts: Partial<Counts>; amounts: Partial<Amounts> }

export const GROUPINGS = ['day', 'platform', 'account', 'ad', 'creative', 'partner'] as const
export type Grouping = (typeof GROUPINGS)[number]

export const RATES = ['followRate', 'registrationRate', 'completionRate', 'approvalRate', 'drawDownRate'] as const
export type RateName = (typeof RATES)[number]
export type Rates = Record<RateName, number | null>

/** The milestones whose price a report tells. */
export const COSTED = ['visited', 'captured', 'followed', 'registered', 'applied', 'credited', 'disbursed'] as const
export type Costs = Record<(typeof COSTED)[number], number | null>

export type FunnelRow = {
  group: Partial<Record<Grouping, string>>
  counts: Counts
  rates: Rates
  amounts: Amounts
  /** Null where spend cannot be told: it is known by day, platform, account and ad only. */
  spendFen: number | null
  costs: Costs
  creditCostRate: number | null
}

/** Part of whole, between 0 and 1; null where the whole is 0. Late and early events may leave more parts than whole on one day: that is shown as 1. */
const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.min(part, whole) / whole)

export const ratesOf = (chain: Chain, counts: Counts): Rates => ({
  followRate: share(counts.followed, counts.visited),
  registrationRate: share(counts.registered, counts[registrationBase(chain)]),
  completionRate: share(counts.applied, counts.registered),
  approvalRate: share(counts.credited, counts.applied),
  drawDownRate: share(counts.disbursed, counts.credited),
})

/** Fen per milestone, rounded; null where spend cannot be told or nothing was reached. */
const costsOf = (spendFen: number | null, counts: Counts): Costs =>
  Object.fromEntries(
    COSTED.map((name) => [name, spendFen === null || counts[name] === 0 ? null : Math.round(spendFen / counts[name])]),
  ) as Costs

type Sum = { group: FunnelRow['group']; counts: Counts; amounts: Amounts; spendFen: number }

const nothing = (group: FunnelRow['group']): Sum => ({
  group,
  counts: Object.fromEntries(COUNTS.map((count) => [count, 0])) as Counts,
  amounts: Object.fromEntries(AMOUNTS.map((amount) => [amount, 0])) as Amounts,
  spendFen: 0,
})

const SPEND_GROUPINGS: readonly Grouping[] = ['day', 'platform', 'account', 'ad']

const groupOf = (row: { day: Day; dimensions: Partial<Dimensions> }, by: readonly Grouping[]): FunnelRow['group'] =>
  Object.fromEntries(by.map((name) => [name, name === 'day' ? row.day : row.dimensions[name]]))

/** Where spend is counted: its names become dimensions as those do that a page sends. */
const dimensionsOf = ({ platform, account, ad }: SpendRow): Partial<Dimensions> => ({
  platform,
  account: dimension(account),
  ad: dimension(ad),
})

const sumsBy = (by: readonly Grouping[]) => {
  const sums = new Map<string, Sum>()
  return {
    sums,
    of: (group: FunnelRow['group']): Sum => {
      const key = by.map((name) => group[name]).join(' ')
      const sum = sums.get(key) ?? nothing(group)
      sums.set(key, sum)
      return sum
    },
  }
}

/**
 * Counter and spend rows added up by the groupings asked for, in the order of their keys; one row for all when none is
 * asked for. Spend is not told by creative or partner.
 */
export const funnelRows = (
  chain: Chain,
  rows: Iterable<CounterRow>,
  spend: Iterable<SpendRow>,
  by: readonly Grouping[],
): FunnelRow[] => {
  const { sums, of } = sumsBy(by)
  if (by.length === 0) of({})
  for (const row of rows) {
    const sum = of(groupOf(row, by))
    for (const count of COUNTS) sum.counts[count] += row.counts[count] ?? 0
    for (const amount of AMOUNTS) sum.amounts[amount] += row.amounts[amount] ?? 0
  }
  const isSpendKnown = by.every((name) => SPEND_GROUPINGS.includes(name))
  if (isSpendKnown)
    for (const row of spend) of(groupOf({ day: row.day, dimensions: dimensionsOf(row) }, by)).spendFen += row.amountFen
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { group, counts, amounts, ...sum }]) => {
      const spendFen = isSpendKnown ? sum.spendFen : null
      const creditCostRate = spendFen === null || amounts.limitFen === 0 ? null : spendFen / amounts.limitFen
      const costs = costsOf(spendFen, counts)
      return { group, counts, rates: ratesOf(chain, counts), amounts, spendFen, costs, creditCostRate }
    })
}
