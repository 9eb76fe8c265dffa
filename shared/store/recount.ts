import { AMOUNTS } from '../domain/amounts.ts'
import { type Day, monthOf } from '../domain/day.ts'
import { type Basis, COUNTS, type Counted, type CounterRef, countersOf, JournalEntry } from '../domain/journal.ts'
import { MILESTONES } from '../domain/milestone.ts'
import { PARTNER_COUNTS, type PartnerTally } from '../domain/partnerCounts.ts'
import { counterAttribute, counterOf, counterSortKey } from './journalStore.ts'
import {
  COUNTER_PREFIX,
  counterPartition,
  counterPartitionOf,
  entryKey,
  isEntryKey,
  type Key,
  TALLY_PREFIX,
  tallyOf,
} from './keys.ts'
import type { Expression, Item } from './table.ts'

/** One count of a partner's quality. */
type PartnerRef = PartnerTally & { day: Day }
type Ref = CounterRef | PartnerRef

/** What one counter says, added up over its write shards, and what the journal says it must be. */
export type Tally = Ref & { journal: number; counter: number }

/** Every counter that a pass over the table met, in the journal or as it is kept. */
export type Tallies = ReadonlyMap<string, Tally>

/** Picks the items that a recount needs from a table. */
export const COUNTED_ITEMS = {
  expression: 'begins_with(sk, :entry) OR begins_with(pk, :counter) OR begins_with(pk, :tally)',
  values: { ':entry': entryKey('', '').sk, ':counter': COUNTER_PREFIX, ':tally': TALLY_PREFIX },
} satisfies Expression

const isEntry = (item: Item): boolean => isEntryKey(item as Key)

const idOf = (ref: Ref): string =>
  'partnerId' in ref
    ? `${ref.partnerId} ${ref.since} ${ref.day} ${ref.count}`
    : `${counterPartition({ ...ref, month: monthOf(ref.day), shard: 0 })} ${counterSortKey(ref.day, ref.dimensions)} ${counterAttribute(ref)}`

/** Which counter it is, in words that a line holds. */
export const nameOf = (ref: Ref): string => {
  if ('partnerId' in ref) return idOf(ref)
  const { campaignId, mode, basis, day, dimensions, count } = ref
  return `${campaignId} ${mode} ${basis} ${day} ${Object.values(dimensions).join('|')} ${count}`
}

const isCounted = (name: string): name is Counted =>
  COUNTS.some((count) => count === name) ||
  AMOUNTS.some((amount) => amount === name) ||
  MILESTONES.some((milestone) => `${milestone}_moved` === name) ||
  /^(credited|declined)_after_\d+$/.test(name)

/** What an attribute of a counter item adds up, if it is one. */
const counterIn = (attribute: string): { basis: Basis; count: Counted } | undefined => {
  const [, basis = 'cohort', count = ''] = /^(?:(event|applied)_)?(.+)$/.exec(attribute) ?? []
  return isCounted(count) ? { basis: basis as Basis, count } : undefined
}

/** What a counter item counts. */
const refsOf = (item: Item): (CounterRef & { value: number })[] => {
  const { campaignId, mode } = counterPartitionOf(String(item.pk))
  const where = { campaignId, mode: mode === 'test' ? 'test' : 'live', ...counterOf(String(item.sk)) } as const
  return Object.entries(item).flatMap(([attribute, value]) => {
    const counter = counterIn(attribute)
    return counter && typeof value === 'number' ? [{ ...where, ...counter, value }] : []
  })
}

/** What an item of a partner's tally counts. */
const partnerRefsOf = (item: Item): (PartnerRef & { value: number })[] =>
  PARTNER_COUNTS.flatMap((count) => {
    const value = item[count]
    return typeof value === 'number' ? [{ ...tallyOf(item as Key), count, value }] : []
  })

/** Every counter that an entry adds to, and how much. */
const addedBy = (entry: JournalEntry): (Ref & { by: number })[] => {
  const { partner, eventDay: day } = entry
  return [...countersOf(entry), ...(partner ? [{ ...partner, day, by: 1 }] : [])]
}

/** Adds up entries and counters as a pass over the table comes to them; every other item is passed over. */
export const startTally = () => {
  const tallies = new Map<string, Tally>()
  let entries = 0
  const tallied = (ref: Ref): Tally => {
    const id = idOf(ref)
    const tally = tallies.get(id) ?? { ...ref, journal: 0, counter: 0 }
    tallies.set(id, tally)
    return tally
  }
  return {
    tallies: tallies as Tallies,
    entries: () => entries,
    add(item: Item): void {
      if (isEntry(item)) {
        entries += 1
        for (const { by, ...ref } of addedBy(JournalEntry.parse(item))) tallied(ref).journal += by
      } else if (String(item.pk).startsWith(COUNTER_PREFIX)) {
        for (const { value, ...ref } of refsOf(item)) tallied(ref).counter += value
      } else if (String(item.pk).startsWith(TALLY_PREFIX)) {
        for (const { value, ...ref } of partnerRefsOf(item)) tallied(ref).counter += value
      }
    },
  }
}

/** The counters that differ from the journal in one pass over a table at rest. */
export const differences = (tallies: Tallies): Tally[] =>
  [...tallies.values()].filter(({ journal, counter }) => journal !== counter)

/**
 * The counters that differ from the journal whatever was written during two passes, as the second saw them. Both only
 * grow, and in one transaction: what a counter said in the first pass cannot be more than the entries of the second,
 * nor the entries of the first more than what the counter says in the second.
 */
export const drifted = (first: Tallies, second: Tallies): Tally[] =>
  [...new Set([...first.keys(), ...second.keys()])].flatMap((id) => {
    const [before, after] = [first.get(id), second.get(id)]
    const tooMany = (before?.counter ?? 0) > (after?.journal ?? 0)
    const tooFew = (before?.journal ?? 0) > (after?.counter ?? 0)
    const shown = after ?? before
    return shown && (tooMany || tooFew) ? [shown] : []
  })
