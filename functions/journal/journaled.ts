import { dayOf } from '../../shared/domain/day.ts'
import { entryOf } from '../../shared/domain/journal.ts'
import { type Change, Lead, Visit } from '../../shared/domain/lead.ts'
import { hasClickId } from '../../shared/domain/touch.ts'
import { visitEventIdOf } from '../../shared/security/blindIndex.ts'
import type { Journaled } from '../../shared/store/journalStore.ts'
import { leadKey, visitKey } from '../../shared/store/keys.ts'
import type { Item } from '../../shared/store/table.ts'

/** The entry that a visit's own record would make, for a visit that is known from its lead alone; whichever comes second counts nothing. */
const unseenVisit = (lead: Lead, visitId: string): Journaled => {
  const event: Change = {
    id: visitEventIdOf(lead.campaignId, visitId),
    type: 'visit.recorded',
    at: lead.event.at,
    reached: hasClickId(lead.touch) ? ['clicked', 'visited'] : ['visited'],
  }
  return { pk: visitKey(lead.campaignId, visitId).pk, entry: entryOf({ ...lead, event }) }
}

/** Changes that make a lead, each of which gives it its place in the roster. */
const ARRIVALS: readonly Change['type'][] = ['lead.captured', 'lead.rejected']

const comesFromSomewhere = ({ type, arrival }: Change): boolean =>
  type === 'lead.captured' || type === 'lead.repeated' || type === 'lead.rejected' || arrival === true

/** Where somebody came from, and why it was not accepted; the application, or the other lead, that a change is about. */
const detailsOf = ({ event, verdict, touch }: Lead): Record<string, unknown> | undefined => {
  const details = {
    ...(comesFromSomewhere(event) && { touch: event.touch ?? touch }),
    ...(event.type === 'lead.rejected' && verdict.status === 'rejected' && { reason: verdict.reason }),
    ...(event.type === 'lead.joined' && verdict.status === 'joined' && { reason: verdict.reason }),
    ...(event.applicationId !== undefined && { applicationId: event.applicationId }),
    ...(event.other !== undefined && { other: event.other }),
  }
  return Object.keys(details).length === 0 ? undefined : details
}

const journaledLead = (lead: Lead): Journaled[] => {
  const { event, leadId, receivedAt: at } = lead
  const isArrival = event.arrival === true || ARRIVALS.includes(event.type)
  const roster = isArrival && { day: dayOf(at, lead.timezone), at, leadId }
  return [
    { pk: leadKey(leadId).pk, entry: entryOf(lead, detailsOf(lead)), leadId, ...(roster && { roster }) },
    ...(event.unseenVisit === undefined ? [] : [unseenVisit(lead, event.unseenVisit)]),
  ]
}

/** What the change of an item adds to the journal. */
export const journaledOf = (item: Item): Journaled[] => {
  if ('leadId' in item) return journaledLead(Lead.parse(item))
  const visit = Visit.parse(item)
  return [{ pk: visitKey(visit.campaignId, visit.visitId).pk, entry: entryOf(visit) }]
}
