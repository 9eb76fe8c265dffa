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

/** Where somebody came from who left the contact, and why it was not accepted; the application that a later change is about. */
const detailsOf = ({ event, verdict, touch }: Lead): Record<string, unknown> | undefined => {
  if (event.type === 'lead.captured' || event.type === 'lead.repeated') return { touch: event.touch ?? touch }
  if (event.type === 'lead.rejected') return { touch, ...(verdict.status === 'rejected' && { reason: verdict.reason }) }
  return event.applicationId === undefined ? undefined : { applicationId: event.applicationId }
}

const journaledLead = (lead: Lead): Journaled[] => {
  const { event, leadId, receivedAt: at } = lead
  const roster = ARRIVALS.includes(event.type) && { day: dayOf(at, lead.timezone), at, leadId }
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
