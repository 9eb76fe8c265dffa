import { BUS_EVENTS } from '../../shared/contract/events.ts'
import type { Published, StoredEntry, Violation, World } from './facts.ts'

const PUBLISHED_TYPES = new Set(Object.keys(BUS_EVENTS))
/** Changes that a lead goes through once. */
const ONCE_ONLY = new Set(['lead.captured', 'lead.rejected'])

const violation = (invariant: string, what: string): Violation => ({ invariant, what, exchanges: [] })

const nameOf = ({ id, type, leadId }: Published): string => `${id} (${type} of ${leadId})`

/** Every change that has an event: from the journal, and the latest from the lead itself. */
const checkPublished = ({ leads, entries, published }: World): Violation[] => {
  const ids = new Set(published.map(({ id }) => id))
  const journaled = new Set(entries.map(({ eventId }) => eventId))
  return [
    ...entries
      .filter(({ type, eventId }) => PUBLISHED_TYPES.has(type) && !ids.has(eventId))
      .map(({ type, eventId, pk }) => violation('O1', `${eventId} (${type} of ${pk}) never came to the bus`)),
    ...leads
      .filter(({ eventId }) => !ids.has(eventId))
      .map(({ eventId, leadId }) =>
        violation('O1', `${eventId}, the latest change of ${leadId}, never came to the bus`),
      ),
    ...leads
      .filter(({ eventId }) => !journaled.has(eventId))
      .map(({ eventId, leadId }) =>
        violation('O1', `${eventId}, the latest change of ${leadId}, is not in the journal`),
      ),
  ]
}

const isOf = (entry: StoredEntry, { type, leadId, campaignId, at }: Published): boolean =>
  entry.pk === `LEAD#${leadId}` && entry.type === type && entry.campaignId === campaignId && entry.at === at

/** Nothing on the bus without its change. */
const checkCauses = ({ entries, published, unreadable }: World): Violation[] => {
  const changes = new Map(entries.map((entry) => [entry.eventId, entry]))
  const causeless = published.filter((event) => {
    const entry = changes.get(event.id)
    return !entry || !isOf(entry, event)
  })
  return [
    ...causeless.map((event) => violation('O2', `${nameOf(event)} is on the bus without its change`)),
    ...unreadable.map((line) => violation('O2', `a line of the bus is no event: ${line.slice(0, 200)}`)),
  ]
}

/** One change, one event id; one event id, one event. */
const checkIds = ({ published }: World): Violation[] => {
  const texts = new Map<string, string>()
  const onceOnly = new Map<string, string>()
  return published.flatMap((event) => {
    const { id, type, leadId, text } = event
    const found: Violation[] = []
    if ((texts.get(id) ?? text) !== text) found.push(violation('O3', `${nameOf(event)} says two different things`))
    texts.set(id, text)
    if (!ONCE_ONLY.has(type)) return found
    const change = `${type} ${leadId}`
    const other = onceOnly.get(change) ?? id
    if (other !== id) found.push(violation('O3', `${type} of ${leadId} has two ids: ${other} and ${id}`))
    onceOnly.set(change, other)
    return found
  })
}

/** O1, O2, O3, and that no record was put aside. */
export const checkEvents = (world: World): Violation[] => [
  ...checkPublished(world),
  ...checkCauses(world),
  ...checkIds(world),
  ...world.quarantined.map((what) => violation('P1', `a record was put aside: ${what}`)),
]
