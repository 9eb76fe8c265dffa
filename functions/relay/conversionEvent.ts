import { BUS_EVENTS, type BusEvent } from '../../shared/contract/events.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'

/** The event that a conversion's latest change puts on the bus. Fails when it carries none. */
export const conversionEventOf = (row: Conversion): BusEvent => {
  if (!row.event) throw new Error('a conversion that carries no event')
  const { campaignId, leadId, event, ...data } = row
  return BUS_EVENTS[event.type].parse({ ...event, version: 1, campaignId, leadId, data })
}
