import { AMOUNTS, type Amount } from '../domain/amounts.ts'
import { daysBetween, monthsBetween } from '../domain/day.ts'
import type { CounterRow } from '../domain/funnel.ts'
import { COUNTS, type Count, type Counted as Counting, DECISIONS, type Decision } from '../domain/journal.ts'
import { MILESTONES } from '../domain/milestone.ts'
import { counterAttribute, counterOf } from './journalStore.ts'
import { ALL_SHARDS, counterPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

type Span = { campaignId: string; mode: 'live' | 'test'; from: string; to: string }

/** So many decisions came so many days after applications of a day. */
export type DecisionCount = { appliedDay: string; decision: Decision; days: number; count: number }

type ReportBasis = 'cohort' | 'event'
type Place = { basis: ReportBasis } & (
  | { kind: 'counts'; name: Count; sign: 1 | -1 }
  | { kind: 'amounts'; name: Amount }
)

/** A count; what was moved elsewhere is taken off it. */
const countPlace = (basis: ReportBasis, name: Count, count: Counting, sign: 1 | -1): [string, Place] => [
  counterAttribute({ basis, count }),
  { basis, kind: 'counts', name, sign },
]

const placesOf = (basis: ReportBasis): [string, Place][] => [
  ...COUNTS.map((name) => countPlace(basis, name, name, 1)),
  ...MILESTONES.map((name) => countPlace(basis, name, `${name}_moved`, -1)),
  ...AMOUNTS.map((name): [string, Place] => [
    counterAttribute({ basis, count: name }),
    { basis, kind: 'amounts', name },
  ]),
]

/** What the attributes of a counter item add up. */
const PLACES = new Map([...placesOf('cohort'), ...placesOf('event')])

const DECIDED = new RegExp(`^applied_(${DECISIONS.join('|')})_after_(\\d+)$`)

/** What was counted in a span of days. The same day and dimensions may come once per write shard. */
export type Counted = {
  cohort: CounterRow[]
  event: CounterRow[]
  /** Those about applications of the span, by how long they took. */
  decisions: DecisionCount[]
}

const addItem = (counted: Counted, item: Item): void => {
  const where = counterOf(String(item.sk))
  const rowOf = (): CounterRow => ({ ...where, counts: {}, amounts: {} })
  const rows = { cohort: rowOf(), event: rowOf() }
  const found = new Set<ReportBasis>()
  for (const [name, value] of Object.entries(item)) {
    if (typeof value !== 'number') continue
    const place = PLACES.get(name)
    const decided = place ? null : DECIDED.exec(name)
    if (place) {
      found.add(place.basis)
      const { counts } = rows[place.basis]
      if (place.kind === 'counts') counts[place.name] = (counts[place.name] ?? 0) + place.sign * value
      else rows[place.basis].amounts[place.name] = value
    } else if (decided) {
      const [, decision, days] = decided
      counted.decisions.push({
        appliedDay: where.day,
        decision: decision as Decision,
        days: Number(days),
        count: value,
      })
    }
  }
  for (const basis of found) counted[basis].push(rows[basis])
}

const countedIn = (items: readonly Item[]): Counted => {
  const counted: Counted = { cohort: [], event: [], decisions: [] }
  for (const item of items) addItem(counted, item)
  return counted
}

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
