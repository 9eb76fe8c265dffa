import { AMOUNTS } from '../domain/amounts.ts'
import { daysBetween, monthsBetween } from '../domain/day.ts'
import type { CounterRow } from '../domain/funnel.ts'
import { type Basis, COUNTS, DECISIONS, type Decision } from '../domain/journal.ts'
import { counterAttribute, counterOf } from './journalStore.ts'
import { ALL_SHARDS, counterPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

type Span = { campaignId: string; mode: 'live' | 'test'; from: string; to: string }

/** So many decisions came so many days after applications of a day. */
export type DecisionCount = { appliedDay: string; decision: Decision; days: number; count: number }

/** Those of some names that a counter item has a number for. */
const numbersIn = <Name extends (typeof COUNTS)[number] | (typeof AMOUNTS)[number]>(
  item: Item,
  basis: Basis,
  names: readonly Name[],
): Partial<Record<Name, number>> =>
  Object.fromEntries(
    names.flatMap((count) => {
      const value = item[counterAttribute({ basis, count })]
      return typeof value === 'number' ? [[count, value]] : []
    }),
  ) as Partial<Record<Name, number>>

const rowOf = (item: Item, basis: Basis): CounterRow => ({
  ...counterOf(String(item.sk)),
  counts: numbersIn(item, basis, COUNTS),
  amounts: numbersIn(item, basis, AMOUNTS),
})

const isOfBasis = ({ counts, amounts }: CounterRow): boolean =>
  Object.keys(counts).length > 0 || Object.keys(amounts).length > 0

const DECIDED = new RegExp(`^applied_(${DECISIONS.join('|')})_after_(\\d+)$`)

const decisionsIn = (item: Item): DecisionCount[] => {
  const { day: appliedDay } = counterOf(String(item.sk))
  return Object.entries(item).flatMap(([name, count]) => {
    const [, decision, days] = DECIDED.exec(name) ?? []
    return decision === undefined || typeof count !== 'number'
      ? []
      : [{ appliedDay, decision: decision as Decision, days: Number(days), count }]
  })
}

/** What was counted in a span of days. The same day and dimensions may come once per write shard. */
export type Counted = {
  cohort: CounterRow[]
  event: CounterRow[]
  /** Those about applications of the span, by how long they took. */
  decisions: DecisionCount[]
}

const countedIn = (items: readonly Item[]): Counted => ({
  cohort: items.map((item) => rowOf(item, 'cohort')).filter(isOfBasis),
  event: items.map((item) => rowOf(item, 'event')).filter(isOfBasis),
  decisions: items.flatMap(decisionsIn),
})

/** The counters that reports are made of. */
export const counterStore = (table: Table) => ({
  /** Everything that was counted for a campaign in a span of days, both included. */
  async read({ from, to, ...campaign }: Span): Promise<Counted> {
    if (daysBetween(from, to) < 1) return countedIn([])
    const partitions = monthsBetween(from, to).flatMap((month) =>
      ALL_SHARDS.map((shard) => counterPartition({ ...campaign, month, shard })),
    )
    const found = await Promise.all(
      partitions.map(async (pk) => {
        const own: Item[] = []
        for await (const items of table.query(pk, { from: `${from}#`, to: `${to}#~` })) own.push(...items)
        return own
      }),
    )
    return countedIn(found.flat())
  },
})

export type CounterStore = ReturnType<typeof counterStore>
