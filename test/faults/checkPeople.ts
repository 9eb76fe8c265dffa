import { type Act, byPerson } from './acts.ts'
import { type Bounds, boundsOf } from './bounds.ts'
import type { Exchange, StoredEntry, StoredLead, Violation, World } from './facts.ts'

const COUNTED_TYPES = { captured: 'lead.captured', repeated: 'lead.repeated', rejected: 'lead.rejected' } as const

type Person = { acts: readonly Act[]; bounds: Bounds; exchanges: readonly Exchange[]; leadIds: readonly string[] }

const personOf = (acts: readonly Act[]): Person => ({
  acts,
  bounds: boundsOf(acts),
  exchanges: acts.flatMap(({ exchanges }) => exchanges).sort((a, b) => a.sentAt - b.sentAt),
  leadIds: [...new Set(acts.flatMap(({ verdict }) => verdict?.leadId ?? []))],
})

const accepted = ({ acts }: Person): readonly Act[] =>
  acts.filter(({ kind, verdict }) => kind === 'lead' && verdict?.outcome === 'accepted')

/** What the answers to one person tell without a look at the table. */
const checkVerdicts = (person: Person): Violation[] => {
  const { acts, exchanges, leadIds, bounds } = person
  const found: Violation[] = []
  const object = (invariant: string, what: string) => found.push({ invariant, what, exchanges })
  if (leadIds.length > 1) object('D3', `one person, ${leadIds.length} leads: ${leadIds.join(', ')}`)
  if (leadIds.length === 0) object('D2', 'no retry told what became of this')
  if (accepted(person).length > 1) object('I3', `one person, accepted ${accepted(person).length} times`)
  const nobody = !acts.some(({ kind, state }) => kind === 'lead' && state === 'unknown')
  if (accepted(person).length === 0 && bounds.captured[0] === 1 && nobody)
    object('I3', 'a duplicate of a lead that nobody was told of')
  const lost = acts.filter(({ state, exchanges: [first] }) => state === 'unknown' && first?.key !== undefined)
  if (lost.length > 0) object('D2', 'no retry with the same key got an answer')
  return found
}

/** Whether the lead and its journal say what was answered. */
const checkLead = (person: Person, lead: StoredLead | undefined, entries: readonly StoredEntry[]): Violation[] => {
  const { exchanges, bounds, leadIds } = person
  if (leadIds.length === 0) return []
  if (!lead) return [{ invariant: 'D1', what: `${leadIds[0]} was answered and is not there`, exchanges }]
  const found: Violation[] = []
  const object = (invariant: string, what: string) =>
    found.push({ invariant, what: `${lead.leadId}: ${what}`, exchanges })
  const [mustBeAccepted, mayBeAccepted] = bounds.captured
  if (mustBeAccepted === 1 && lead.status !== 'accepted') object('D1', 'was accepted and is stored as rejected')
  if (mayBeAccepted === 0 && lead.status === 'accepted') object('D2', 'is stored as accepted, and nobody asked for it')
  for (const name of ['captured', 'repeated', 'rejected'] as const) {
    const times = entries.filter(({ type }) => type === COUNTED_TYPES[name]).length
    const [low, high] = bounds[name]
    if (times < low) object('D1', `${name} ${times} times in the journal, at least ${low} were answered`)
    if (times > high) object('D2', `${name} ${times} times in the journal, at most ${high} were asked for`)
  }
  return found
}

const groupEntries = (entries: readonly StoredEntry[]): Map<string, StoredEntry[]> => {
  const groups = new Map<string, StoredEntry[]>()
  for (const entry of entries) groups.set(entry.pk, [...(groups.get(entry.pk) ?? []), entry])
  return groups
}

/** Leads that no answer explains: something was left by a request that was refused, or a person is there twice. */
const unexplained = (leads: readonly StoredLead[], owners: ReadonlyMap<string, Person>): Violation[] =>
  leads
    .filter(({ leadId }) => !owners.has(leadId))
    .map(({ leadId, campaignId }) => ({
      invariant: 'D2',
      what: `${leadId} of ${campaignId} is there, and no answer explains it`,
      exchanges: [],
    }))

const checkOwners = (people: readonly Person[]): { owners: Map<string, Person>; violations: Violation[] } => {
  const owners = new Map<string, Person>()
  const violations: Violation[] = []
  for (const person of people)
    for (const leadId of person.leadIds) {
      const other = owners.get(leadId)
      const exchanges = [...person.exchanges, ...(other?.exchanges ?? [])]
      if (other) violations.push({ invariant: 'D3', what: `two people, one lead: ${leadId}`, exchanges })
      owners.set(leadId, person)
    }
  return { owners, violations }
}

/** What the API shows of the leads: every one listed once, each token good, each contact the one that was sent. */
const checkViews = ({ leads, listed, views, contacts }: World, owners: ReadonlyMap<string, Person>): Violation[] => {
  const found: Violation[] = []
  const object = (invariant: string, leadId: string, what: string) =>
    found.push({ invariant, what: `${leadId}: ${what}`, exchanges: owners.get(leadId)?.exchanges ?? [] })
  const times = new Map<string, number>()
  for (const leadId of Object.values(listed).flat()) times.set(leadId, (times.get(leadId) ?? 0) + 1)
  for (const { leadId } of leads) {
    const n = times.get(leadId) ?? 0
    if (n !== 1) object(n === 0 ? 'D1' : 'D3', leadId, `is listed ${n} times`)
  }
  for (const { leadId, status, milestones } of views) {
    if (status !== 200) object('D1', leadId, `its token is answered ${status}`)
    else if (!milestones.includes('captured')) object('D1', leadId, 'its token shows no captured milestone')
  }
  for (const { leadId, phone } of contacts) {
    const sent = owners.get(leadId)?.acts[0]?.person
    if (phone !== sent) object('D1', leadId, `shows the contact ${phone}, sent was ${sent}`)
  }
  return found
}

/** D1, D2, D3 and I3: each person is one lead, which is what its submissions were told. */
export const checkPeople = (acts: readonly Act[], world: World): Violation[] => {
  const people = [...byPerson(acts).values()].map(personOf)
  const { owners, violations } = checkOwners(people)
  const leads = new Map(world.leads.map((lead) => [lead.leadId, lead]))
  const entries = groupEntries(world.entries)
  return [
    ...violations,
    ...people.flatMap(checkVerdicts),
    ...people.flatMap((person) => {
      const [leadId = ''] = person.leadIds
      return checkLead(person, leads.get(leadId), entries.get(`LEAD#${leadId}`) ?? [])
    }),
    ...unexplained(world.leads, owners),
    ...checkViews(world, owners),
  ]
}
