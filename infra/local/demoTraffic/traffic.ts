import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Count } from '../../../shared/domain/journal.ts'
import type { Lead } from '../../../shared/domain/lead.ts'
import type { KeyRing } from '../../../shared/security/keyRing.ts'
import { campaignStore } from '../../../shared/store/campaignStore.ts'
import { type Journaled, journalStore } from '../../../shared/store/journalStore.ts'
import { shardOf } from '../../../shared/store/keys.ts'
import { leadStore } from '../../../shared/store/leadStore.ts'
import { spendStore } from '../../../shared/store/spendStore.ts'
import type { Table } from '../../../shared/store/table.ts'
import { demoCampaigns } from './campaigns.ts'
import { type Bill, startBill } from './cost.ts'
import { peopleOf } from './people.ts'
import { recordsOf, visitRecordsOf } from './records.ts'
import { type Rhythm, rhythmOf } from './rhythm.ts'

/** `until` is an instant in milliseconds: the same options always make the same traffic. */
export type TrafficOptions = { seed: number; leads: number; days: number; until: number }

/** What was made, or was there already: how often each thing was counted, and how many spend rows. */
export type Made = { leads: number; counts: Partial<Record<Count, number>>; spendRows: number }

type Plan = {
  ring: KeyRing
  campaigns: ReadonlyMap<string, Campaign>
  rhythm: Rhythm
  seed: number
  until: number
}

/** People whose records are held in memory at once. */
const AT_ONCE = 500
const WRITERS = 8

const required = (campaigns: ReadonlyMap<string, Campaign>, campaignId: string): Campaign => {
  const campaign = campaigns.get(campaignId)
  if (campaign) return campaign
  throw new Error(`${campaignId} is not one of the demo campaigns`)
}

/** Entries that add to the same counters side by side: they fit in fewer transactions. */
const sideBySide = (journaled: readonly Journaled[]): Journaled[] => {
  const placed = journaled.map((one) => {
    const { campaignId, mode, cohortDay, dimensions } = one.entry
    return { one, place: [campaignId, mode, cohortDay, shardOf(one.pk), dimensions.ad, dimensions.creative].join(' ') }
  })
  return placed.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)).map(({ one }) => one)
}

const writeLeads = async (table: Table, leads: readonly Lead[]): Promise<void> => {
  const store = leadStore(table)
  const open = [...leads]
  const write = async () => {
    for (let lead = open.pop(); lead; lead = open.pop()) await store.save({ step: 'create', lead }, {})
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
}

const writeEntries = async (table: Table, journaled: readonly Journaled[]): Promise<void> => {
  const journal = journalStore(table)
  for (const group of journal.groups(sideBySide(journaled))) await journal.record(group)
}

/** What some people of a seed do, and what it costs. */
const some = (plan: Plan, from: number, to: number, bill: Bill): { leads: Lead[]; journaled: Journaled[] } => {
  const { ring, campaigns, rhythm, seed, until } = plan
  const leads: Lead[] = []
  const journaled: Journaled[] = []
  for (let n = from; n < to; n++) {
    const { person, others } = peopleOf(seed, n, rhythm)
    const { ad, campaignId } = person.visitor
    const campaign = required(campaigns, campaignId)
    const own = recordsOf(ring, campaign, person, until)
    leads.push(own.lead)
    for (const { visit, journaled: entries } of [own, ...others.map((other) => visitRecordsOf(campaign, other))]) {
      journaled.push(...entries)
      bill.add(visit, ad.clickFen)
    }
  }
  return { leads, journaled }
}

const writeSpend = async (table: Table, bill: Bill, until: number): Promise<number> => {
  const spend = spendStore(table)
  let rows = 0
  for (const [campaignId, own] of bill.rows()) {
    await spend.put(campaignId, own, { keyId: 'demo', at: new Date(until).toISOString() })
    rows += own.length
  }
  return rows
}

/** Makes traffic on the demo campaigns. What of it is there already stays as it is and is counted once. */
export const makeTraffic = async (table: Table, ring: KeyRing, options: TrafficOptions): Promise<Made> => {
  const { seed, leads, days, until } = options
  const campaigns = await demoCampaigns(campaignStore(table))
  const plan = { ring, campaigns, rhythm: rhythmOf(until, days), seed, until }
  const bill = startBill()
  const counts: Made['counts'] = {}
  for (let from = 0; from < leads; from += AT_ONCE) {
    const { leads: made, journaled } = some(plan, from, Math.min(leads, from + AT_ONCE), bill)
    await writeLeads(table, made)
    await writeEntries(table, journaled)
    for (const name of journaled.flatMap(({ entry }) => entry.counts)) counts[name] = (counts[name] ?? 0) + 1
  }
  return { leads, counts, spendRows: await writeSpend(table, bill, until) }
}
