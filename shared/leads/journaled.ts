import { RecordedClick } from '../domain/click.ts'
import { clickOf } from '../domain/creditedClick.ts'
import { dayOf } from '../domain/day.ts'
import { entryOf } from '../domain/journal.ts'
import { type Change, Lead, Visit } from '../domain/lead.ts'
import { clickOnPage, dimensionsOf, hasClickId, UNKNOWN } from '../domain/touch.ts'
import { clickEventIdOf, visitEventIdOf } from '../security/blindIndex.ts'
import type { Journaled } from '../store/journalStore.ts'
import { clickKey, leadKey, visitKey } from '../store/keys.ts'
import type { Item } from '../store/table.ts'
import { statedOf } from './stated.ts'

/** The entry that a click's own record would make, for a click that a page tells of; whichever comes second counts nothing. */
const clickOfPage = (item: Lead | Visit): Journaled[] => {
  const { campaignId, touch, event } = item
  const click = event.tellsClick && clickOnPage(touch)
  if (!click) return []
  const { platform, id } = click
  const change: Change = {
    id: clickEventIdOf(campaignId, platform, id),
    type: 'click.recorded',
    at: event.at,
    reached: ['clicked'],
  }
  return [
    {
      pk: clickKey(campaignId, platform, id).pk,
      entry: entryOf({ ...item, dimensions: dimensionsOf(touch), event: change }),
    },
  ]
}

/** The entry that a visit's own record would make, for a visit that is known from its lead alone; whichever comes second counts nothing. */
const unseenVisit = (lead: Lead, visitId: string): Journaled => {
  const event: Change = {
    id: visitEventIdOf(lead.campaignId, visitId),
    type: 'visit.recorded',
    at: lead.event.at,
    // Leads of before clicks had ids of their own do not say that they tell of one.
    reached: hasClickId(lead.touch) && !lead.event.tellsClick ? ['clicked', 'visited'] : ['visited'],
  }
  return {
    pk: visitKey(lead.campaignId, visitId).pk,
    entry: entryOf({ ...lead, dimensions: dimensionsOf(lead.touch), event }),
  }
}

/** Changes that make a lead, each of which gives it its place in the roster. */
const ARRIVALS: readonly Change['type'][] = ['lead.captured', 'lead.rejected']

const comesFromSomewhere = ({ type, arrival }: Change): boolean =>
  type === 'lead.captured' || type === 'lead.repeated' || type === 'lead.rejected' || arrival === true

const rejectedFor = ({ reason, partnerRefusal }: Extract<Lead['verdict'], { status: 'rejected' }>) => ({
  reason,
  ...(partnerRefusal && { partnerRefusal }),
})

/** Where somebody came from, and why it was not accepted; the application, or the other lead, that a change is about. */
const detailsOf = ({ event, verdict, touch }: Lead): Record<string, unknown> | undefined => {
  const details = {
    ...(comesFromSomewhere(event) && { touch: event.touch ?? touch }),
    ...(event.type === 'lead.rejected' && verdict.status === 'rejected' && rejectedFor(verdict)),
    ...(event.type === 'lead.joined' && verdict.status === 'joined' && { reason: verdict.reason }),
    ...(event.applicationId !== undefined && { applicationId: event.applicationId }),
    ...(event.other !== undefined && { other: event.other }),
  }
  return Object.keys(details).length === 0 ? undefined : details
}

/** Longer ids no partner may name. */
const LONGEST_CLICK_ID = 255

/** A lead that a partner brought may be named by the ids of the click that it is owed to. */
const broughtOf = (lead: Lead): Pick<Journaled, 'brought'> => {
  const { event, dimensions, leadId } = lead
  const { partner: partnerId } = dimensions
  const named = Object.values(clickOf(lead)?.ids ?? {}).filter((id) => id.length <= LONGEST_CLICK_ID)
  if (event.type !== 'lead.captured' || partnerId === UNKNOWN || named.length === 0) return {}
  return { brought: { partnerId, clickIds: named, leadId } }
}

const journaledLead = (lead: Lead): Journaled[] => {
  const { event, leadId, receivedAt: at } = lead
  const isArrival = event.arrival === true || ARRIVALS.includes(event.type)
  const stated = statedOf(lead)
  const roster = isArrival && { day: dayOf(at, lead.timezone), at, leadId }
  return [
    {
      pk: leadKey(leadId).pk,
      entry: entryOf(lead, detailsOf(lead)),
      leadId,
      ...(roster && { roster }),
      ...broughtOf(lead),
      ...(stated && { stated }),
    },
    ...(event.unseenVisit === undefined ? [] : [unseenVisit(lead, event.unseenVisit)]),
    ...clickOfPage(lead),
  ]
}

/** What the change of an item adds to the journal. */
export const journaledOf = (item: Item): Journaled[] => {
  if ('leadId' in item) return journaledLead(Lead.parse(item))
  if ('visitId' in item) {
    const visit = Visit.parse(item)
    return [{ pk: visitKey(visit.campaignId, visit.visitId).pk, entry: entryOf(visit) }, ...clickOfPage(visit)]
  }
  const click = RecordedClick.parse(item)
  return [{ pk: clickKey(click.campaignId, click.platform, click.id).pk, entry: entryOf(click) }]
}
