import { beforeAll, describe, expect, it } from 'vitest'
import { type CounterRef, countersOf, type JournalEntry } from '../../shared/domain/journal.ts'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { counterStore } from '../../shared/store/counterStore.ts'
import { type Journaled, type JournalStore, journalStore } from '../../shared/store/journalStore.ts'
import { ALL_SHARDS, entryKey, leadKey, rosterPartition } from '../../shared/store/keys.ts'
import type { Item } from '../../shared/store/table.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { creditedLead, journaled, leadIdOf, rejectedLead, repeatOf, sampleLead } from './sampleLead.ts'

const DAY = '2026-11-20'

/** Each test has leads of its own: numbers count within a campaign. */
type Leads = { campaignId: string; from: number }

let campaigns = 0
const newLeads = (): Leads => ({ campaignId: `journal-${++campaigns}`, from: campaigns * 10_000 })

const captured = ({ campaignId, from }: Leads, n: number, ad = '-'): Journaled =>
  journaled(sampleLead(from + n, { campaignId, dimensions: { ...NO_DIMENSIONS, ad } }), { day: DAY })

const repeated = ({ campaignId, from }: Leads, n: number, times: number): Journaled =>
  journaled(sampleLead(from + n, { campaignId, event: repeatOf(leadIdOf(from + n), times) }))

const idOf = ({ basis, day, dimensions, count }: CounterRef) =>
  `${basis} ${day} ${Object.values(dimensions).join('|')} ${count}`

/** What the counters of some entries must say. */
const expectedOf = (all: readonly Journaled[]): Record<string, number> => {
  const sums: Record<string, number> = {}
  for (const { by, ...ref } of all.flatMap(({ entry }) => countersOf(entry)))
    sums[idOf(ref)] = (sums[idOf(ref)] ?? 0) + by
  return sums
}

describe.each(storeEngines)('journalStore on $name', (engine) => {
  const store = useStore(engine)
  let journal: JournalStore
  beforeAll(() => {
    journal = journalStore(store().table)
  })

  const countersIn = async ({ campaignId }: Leads): Promise<Record<string, number>> => {
    const sums: Record<string, number> = {}
    const span = { campaignId, mode: 'live', from: '2026-11-01', to: '2026-11-30' } as const
    const found = await counterStore(store().table).read(span)
    for (const basis of ['cohort', 'event'] as const)
      for (const { day, dimensions, counts, amounts } of found[basis])
        for (const [count, value] of Object.entries({ ...counts, ...amounts })) {
          const id = idOf({ ...span, basis, day, dimensions, count: count as CounterRef['count'] })
          sums[id] = (sums[id] ?? 0) + value
        }
    for (const { appliedDay: day, decision, days, count } of found.decisions) {
      const id = idOf({ ...span, basis: 'applied', day, dimensions: NO_DIMENSIONS, count: `${decision}_after_${days}` })
      sums[id] = (sums[id] ?? 0) + count
    }
    return sums
  }

  const rosterOf = async ({ campaignId }: Leads): Promise<string[]> => {
    const places: Item[] = []
    for (const shard of ALL_SHARDS)
      for await (const items of store().table.query(rosterPartition(campaignId, DAY, shard))) places.push(...items)
    return places.map(({ sk }) => String(sk))
  }

  const recordAll = async (all: readonly Journaled[]) => {
    for (const group of journal.groups(all)) await journal.record(group)
  }

  it('keeps an entry, its place in the roster and what it counts, by cohort and by event day', async () => {
    const leads = newLeads()
    const one = captured(leads, 1)
    const late: JournalEntry = { ...repeated(leads, 1, 1).entry, eventDay: '2026-11-21' }
    await recordAll([one, { pk: one.pk, entry: late }])
    expect(await journal.entries(one.pk)).toEqual([one.entry, late])
    expect(await rosterOf(leads)).toEqual([`${one.roster?.at}#${one.roster?.leadId}`])
    expect(await countersIn(leads)).toEqual({
      'cohort 2026-11-20 -|-|-|-|- visited': 1,
      'cohort 2026-11-20 -|-|-|-|- captured': 1,
      'cohort 2026-11-20 -|-|-|-|- repeated': 1,
      'event 2026-11-20 -|-|-|-|- visited': 1,
      'event 2026-11-20 -|-|-|-|- captured': 1,
      'event 2026-11-21 -|-|-|-|- repeated': 1,
    })
  })

  it('counts a redelivered entry once, alone and among new ones', async () => {
    const leads = newLeads()
    const all = Array.from({ length: 12 }, (_, i) => captured(leads, i, `ad-${i % 3}`))
    await recordAll(all.slice(0, 5))
    await recordAll(all.slice(0, 5))
    await recordAll([...all].reverse())
    expect(await countersIn(leads)).toEqual(expectedOf(all))
    expect(await rosterOf(leads)).toHaveLength(12)
  })

  it('counts an entry that comes twice in one batch once, and two changes of one lead both', async () => {
    const leads = newLeads()
    const [first, second, third] = [captured(leads, 1), repeated(leads, 1, 1), repeated(leads, 1, 2)]
    const groups = journal.groups([first, second, first, third, second])
    expect(groups).toEqual([[first, second, third]])
    await recordAll([first, second, first, third, second])
    expect(await countersIn(leads)).toEqual(expectedOf([first, second, third]))
    expect(await journal.entries(first.pk)).toHaveLength(3)
  })

  it('adds up amounts, and how long decisions took by the day of their applications, once', async () => {
    const leads = newLeads()
    const all = [1, 2].map((n) => journaled(creditedLead(leads.from + n, { campaignId: leads.campaignId })))
    await recordAll(all)
    await recordAll(all)
    expect(await countersIn(leads)).toEqual({
      'cohort 2026-11-20 -|-|-|-|- credited': 2,
      'cohort 2026-11-20 -|-|-|-|- limitFen': 60_000_000,
      'event 2026-11-26 -|-|-|-|- credited': 2,
      'event 2026-11-26 -|-|-|-|- limitFen': 60_000_000,
      'applied 2026-11-22 -|-|-|-|- credited_after_4': 2,
    })
  })

  it('gives a lead that was rejected and then accepted one place in the roster', async () => {
    const leads = newLeads()
    const rejected = journaled(rejectedLead(leads.from + 1, { campaignId: leads.campaignId }), { day: DAY })
    await recordAll([rejected, captured(leads, 1), captured(leads, 2)])
    expect(await rosterOf(leads)).toHaveLength(2)
    expect(await countersIn(leads)).toMatchObject({ 'event 2026-11-20 -|-|-|-|- rejected': 1 })
  })

  it('groups entries in order, into few transactions of at most a hundred actions', async () => {
    const leads = newLeads()
    const alike = Array.from({ length: 150 }, (_, i) => captured(leads, i))
    const unlike = Array.from({ length: 40 }, (_, i) => captured(leads, 1000 + i, `ad-${i}`))
    const all = [...alike, ...unlike]
    expect(journal.groups(all).flat()).toEqual(all)
    const { seen } = await store().faults.watch(() => recordAll(all))
    const transactions = seen.filter(({ operation }) => operation === 'TransactWriteItems')
    const sizes = transactions.map(
      ({ body }) => (JSON.parse(body) as { TransactItems: unknown[] }).TransactItems.length,
    )
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100)
    expect(sizes.length).toBeLessThanOrEqual(6)
    expect(await countersIn(leads)).toEqual(expectedOf(all))
    expect(await rosterOf(leads)).toHaveLength(190)
  })

  it('counts what it records at once in one item of a day, whoever it happened to', async () => {
    const leads = newLeads()
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => captured(leads, n))
    const { seen } = await store().faults.watch(() => journal.record(all))
    const transaction = seen.find(({ operation }) => operation === 'TransactWriteItems')
    const { TransactItems } = JSON.parse(transaction?.body ?? '') as { TransactItems: { Update?: object }[] }
    expect(TransactItems.filter(({ Update }) => Update)).toHaveLength(1)
    expect(await countersIn(leads)).toEqual(expectedOf(all))
  })

  it('counts exactly when overlapping groups are recorded at once', async () => {
    const leads = newLeads()
    const all = Array.from({ length: 60 }, (_, i) => captured(leads, i, `ad-${i % 2}`))
    const slices = Array.from({ length: 8 }, (_, i) => all.slice(i * 5, i * 5 + 25))
    store().faults.fail('TransactWriteItems', { kind: 'cancel', reasons: ['TransactionConflict'] }, { times: 5 })
    await Promise.all(slices.map(recordAll))
    expect(await countersIn(leads)).toEqual(expectedOf(all))
    expect(await rosterOf(leads)).toHaveLength(60)
  })

  it.each(['lose', 'drop'] as const)(
    'counts once when the answer of a recording is lost (%s), and when it is delivered again after that',
    async (kind) => {
      const leads = newLeads()
      const all = [captured(leads, 1), captured(leads, 2), repeated(leads, 1, 1)]
      store().faults.fail('TransactWriteItems', { kind })
      await recordAll(all)
      store().faults.fail('TransactWriteItems', { kind }, { times: 10 })
      await expect(recordAll(all)).rejects.toThrow('store_unavailable')
      store().faults.heal()
      await recordAll(all)
      expect(await countersIn(leads)).toEqual(expectedOf(all))
    },
  )

  it('appends an entry once and counts nothing', async () => {
    const leads = newLeads()
    const { pk, entry } = captured(leads, 1)
    const look: JournalEntry = {
      ...entry,
      eventId: 'ev_look',
      type: 'contact.unmasked',
      counts: [],
      details: { keyId: 'k' },
    }
    await journal.append(pk, look)
    await journal.append(pk, { ...look, at: '2026-11-22T00:00:00.000Z' })
    expect((await journal.entries(pk)).filter(({ eventId }) => eventId === 'ev_look')).toEqual([look])
    expect(await countersIn(leads)).toEqual({})
  })

  it('reads the entries of a lead without the lead, oldest first', async () => {
    const lead = sampleLead(newLeads().from)
    const key = leadKey(lead.leadId)
    await store().table.write({ put: { ...key, ...lead } })
    const at = (minute: number) => `2026-11-20T08:0${minute}:00.000Z`
    const entries = [2, 1, 3].map((minute) => ({
      ...journaled(lead).entry,
      eventId: `ev_${9 - minute}`,
      at: at(minute),
    }))
    for (const entry of entries) await store().table.write({ put: { ...entryKey(key.pk, entry.eventId), ...entry } })
    expect((await journal.entries(key.pk)).map((entry) => entry.at)).toEqual([at(1), at(2), at(3)])
  })
})
