import { monthOf } from '../domain/day.ts'
import { type CounterRef, countersOf, JournalEntry } from '../domain/journal.ts'
import type { PartnerTally } from '../domain/partnerCounts.ts'
import type { BroughtLead } from '../domain/partnerStatement.ts'
import type { Dimensions } from '../domain/touch.ts'
import {
  activityPartition,
  broughtKey,
  counterPartition,
  entryKey,
  isEntryKey,
  type Key,
  rosterKey,
  shardOf,
  statementPartition,
  tallyPartition,
  tallySortKey,
} from './keys.ts'
import { type Item, NOT_EXISTS, type Obstacle, type Table, type Write } from './table.ts'

/** A journal entry, the partition of the item it belongs to, and its lead's place in the roster, if it has one. */
export type Journaled = {
  pk: string
  entry: JournalEntry
  roster?: { day: string; at: string; leadId: string }
  /** The lead that it happened to; a visit has none. */
  leadId?: string
  /** The partner that brought a new lead, and the clicks that it may name the lead by. */
  brought?: { partnerId: string; clickIds: readonly string[]; leadId: string }
  /** What it says in the statement of a partner; `id` tells it from others of the same moment. */
  stated?: { partnerId: string; id: string; lead: BroughtLead }
}

/** DynamoDB takes 100 actions in one transaction. */
const MAX_ACTIONS = 100

const DIMENSIONS = ['platform', 'account', 'ad', 'creative', 'partner'] as const

/** Sort key of a counter. No dimension holds a `|`. */
export const counterSortKey = (day: string, dimensions: Dimensions): string =>
  `${day}#${DIMENSIONS.map((name) => dimensions[name]).join('|')}`

/** Day and dimensions from a counter's sort key. */
export const counterOf = (sk: string): { day: string; dimensions: Dimensions } => {
  const [day = '', list = ''] = sk.split('#')
  const values = list.split('|')
  return { day, dimensions: Object.fromEntries(DIMENSIONS.map((name, i) => [name, values[i] ?? ''])) as Dimensions }
}

/** Where a counter item keeps what it adds up: a day's cohort and what happened on that day lie in one item, for most happens on the first day. */
export const counterAttribute = ({ basis, count }: Pick<CounterRef, 'basis' | 'count'>): string =>
  basis === 'cohort' ? count : `${basis}_${count}`

const counterKey = (ref: CounterRef, shard: number): Key => ({
  pk: counterPartition({ ...ref, month: monthOf(ref.day), shard }),
  sk: counterSortKey(ref.day, ref.dimensions),
})

const tallyKey = ({ partnerId, since }: PartnerTally, day: string, shard: number): Key => ({
  pk: tallyPartition(partnerId, shard),
  sk: tallySortKey(since, day),
})

/** What an entry adds to which attributes of which items of a shard. */
const additionsOf = ({ entry }: Journaled, shard: number): { key: Key; attribute: string; by: number }[] => {
  const { partner, eventDay } = entry
  const counters = countersOf(entry).map((ref) => ({
    key: counterKey(ref, shard),
    attribute: counterAttribute(ref),
    by: ref.by,
  }))
  if (!partner) return counters
  return [...counters, { key: tallyKey(partner, eventDay, shard), attribute: partner.count, by: 1 }]
}

type Sums = Map<string, { key: Key; counts: Map<string, number> }>

const addTo = (sums: Sums, journaled: Journaled, shard: number): void => {
  for (const { key, attribute, by } of additionsOf(journaled, shard)) {
    const id = `${key.pk} ${key.sk}`
    const sum = sums.get(id) ?? { key, counts: new Map<string, number>() }
    sum.counts.set(attribute, (sum.counts.get(attribute) ?? 0) + by)
    sums.set(id, sum)
  }
}

const entryWrite = ({ pk, entry }: Journaled): Write => ({
  put: { ...entryKey(pk, entry.eventId), ...entry },
  condition: NOT_EXISTS,
})

/** How long it is shown what happened to a lead after it came. */
const ACTIVITY_SECONDS = 7 * 86_400

/** A new lead's place in the roster says itself what happened; anything later is put beside it. */
const placeOf = ({ pk, entry, roster, leadId }: Journaled): (Key & Item) | undefined => {
  const { campaignId, eventDay, eventId, type, at } = entry
  const shard = shardOf(pk)
  if (roster) return { ...rosterKey({ ...roster, campaignId, shard }), at: roster.at, type, leadId: roster.leadId }
  if (leadId === undefined) return undefined
  const ttl = Math.floor(Date.parse(at) / 1000) + ACTIVITY_SECONDS
  return { pk: activityPartition(campaignId, eventDay, shard), sk: `${at}#${eventId}`, at, type, leadId, ttl }
}

/** How long a partner may name a lead by its click: the longest click window, and a month. */
const BROUGHT_SECONDS = 120 * 86_400

/** Where a partner's reports find the lead. */
const broughtPlaces = ({ brought, entry }: Journaled): (Key & Item)[] => {
  if (!brought) return []
  const { partnerId, clickIds, leadId } = brought
  const ttl = Math.floor(Date.parse(entry.at) / 1000) + BROUGHT_SECONDS
  return clickIds.map((clickId) => ({ ...broughtKey(partnerId, clickId), leadId, ttl }))
}

/** A lead in the statement of the month in which it was brought; told of again, as it is then. */
const statedPlaces = ({ stated }: Journaled): (Key & Item)[] => {
  if (!stated) return []
  const { partnerId, id, lead } = stated
  return [{ pk: statementPartition(partnerId, monthOf(lead.day)), sk: `${lead.at}#${id}`, ...lead }]
}

/** A lead that was rejected and then accepted keeps its one place. */
const placesOf = (group: readonly Journaled[]): Key[] => {
  const places = group.flatMap((one) => [placeOf(one) ?? [], broughtPlaces(one), statedPlaces(one)].flat())
  return [...new Map(places.map((place) => [`${place.pk} ${place.sk}`, place])).values()]
}

const counterWrites = (sums: Sums): Write[] =>
  [...sums.values()].map(({ key, counts }) => {
    const names = [...counts.keys()]
    return {
      update: key,
      change: {
        expression: `ADD ${names.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
        names: Object.fromEntries(names.map((name, i) => [`#c${i}`, name])),
        values: Object.fromEntries(names.map((name, i) => [`:c${i}`, counts.get(name)])),
      },
    }
  })

/** Entries first and in order, then what they add to, so that an obstacle's place says which entry it stood in the way of. */
const writesOf = (group: readonly Journaled[], shard: number): Write[] => {
  const sums: Sums = new Map()
  for (const journaled of group) addTo(sums, journaled, shard)
  return [...group.map(entryWrite), ...counterWrites(sums)]
}

const nameOf = ({ pk, entry }: Journaled): string => `${pk} ${entry.eventId}`

/** The items that recording an entry touches; those it shares with another entry are touched once for both. */
const touched = (journaled: Journaled, shard: number): string[] => [
  nameOf(journaled),
  ...additionsOf(journaled, shard).map(({ key }) => `${key.pk} ${key.sk}`),
]

/** A group counts in the shard of its first entry: what it shares is one write then, and any shard will do. */
const shardOfGroup = ([first]: readonly Journaled[]): number => (first ? shardOf(first.pk) : 0)

/** Splits entries, in order, into as few groups as fit a transaction; an entry that comes twice is kept once. */
const groupsOf = (journaled: readonly Journaled[]): Journaled[][] => {
  const groups: { members: Journaled[]; items: Set<string> }[] = []
  const seen = new Set<string>()
  for (const one of journaled) {
    if (seen.has(nameOf(one))) continue
    seen.add(nameOf(one))
    const last = groups.at(-1)
    const together = new Set(last && [...last.items, ...touched(one, shardOfGroup(last.members))])
    if (last && together.size <= MAX_ACTIONS) {
      last.members.push(one)
      last.items = together
    } else groups.push({ members: [one], items: new Set(touched(one, shardOfGroup([one]))) })
  }
  return groups.map(({ members }) => members)
}

/** The append-only record of leads and visits, and the counters that change with it. */
export const journalStore = (table: Table) => ({
  /** Splits entries into groups that can each be recorded at once. */
  groups: (journaled: readonly Journaled[]) => groupsOf(journaled),

  /** Gives leads their places in the roster, then records entries and counts them, all in one transaction. An entry that is there already counts nothing. */
  async record(group: readonly Journaled[]): Promise<void> {
    await table.putAll(placesOf(group))
    const shard = shardOfGroup(group)
    let open = [...group]
    while (open.length > 0) {
      const obstacles: (Obstacle | undefined)[] | undefined = await table.writeAll(writesOf(open, shard))
      if (obstacles === undefined) return
      open = open.filter((_, i) => obstacles[i] === undefined)
    }
  },

  /** Adds an entry that counts nothing, such as a look at personal data. */
  async append(pk: string, entry: JournalEntry): Promise<void> {
    await table.write(entryWrite({ pk, entry }))
  },

  /** Whether an entry is there. */
  has: async (pk: string, eventId: string): Promise<boolean> => (await table.get(entryKey(pk, eventId))) !== undefined,

  /** Every entry of an item, oldest first. */
  async entries(pk: string): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = []
    for await (const items of table.query(pk))
      entries.push(...items.filter((item) => isEntryKey(item as Key)).map((item) => JournalEntry.parse(item)))
    return entries.sort((a, b) => (a.at < b.at ? -1 : 1))
  },
})

export type JournalStore = ReturnType<typeof journalStore>
