import { BUS_EVENTS, type BusEvent } from '../../shared/contract/events.ts'
import type { Change, Lead } from '../../shared/domain/lead.ts'
import type { Milestone } from '../../shared/domain/milestone.ts'
import { dimensionsOf } from '../../shared/domain/touch.ts'

/** Whoever leaves a contact with no visit of its own has opened the page, and clicked when the page says so. */
const reachedBy = ({ reached, tellsClick }: Change): Milestone[] =>
  tellsClick && reached.includes('visited') ? ['clicked', ...reached] : reached

const dataOf = ({ event, mode, consent, verdict, registration }: Lead): unknown => {
  if (event.type === 'lead.captured') {
    const { version, purposes } = consent
    return { mode, reached: reachedBy(event), consent: { version, purposes } }
  }
  if (event.type === 'lead.joined' && verdict.status === 'joined')
    return { mode, into: verdict.into, reason: verdict.reason }
  if (event.type === 'lead.parted') return { mode, other: event.other }
  if (event.type === 'lead.registered') return { mode, outcome: registration?.outcome }
  return { mode, ...event.amounts, ...(verdict.status === 'rejected' && { reason: verdict.reason }) }
}

/** The event that a lead's latest change puts on the bus: references only, nothing personal. Fails when the lead carries a change that has no event. */
export const busEventOf = (lead: Lead): BusEvent => {
  const { id, type, at, touch } = lead.event
  if (type === 'visit.recorded' || type === 'click.recorded')
    throw new Error('a lead that carries the change of a visit or a click')
  return BUS_EVENTS[type].parse({
    id,
    type,
    version: 1,
    at,
    campaignId: lead.campaignId,
    leadId: lead.leadId,
    customerId: lead.customerId,
    applicationId: lead.event.applicationId,
    attribution: touch ? dimensionsOf(touch) : lead.dimensions,
    data: dataOf(lead),
  })
}
