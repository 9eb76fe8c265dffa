import type { PutEventsRequest, PutEventsResponse } from '@aws-sdk/client-eventbridge'
import { type BusEvent, EVENT_SOURCE } from '../../shared/contract/events.ts'

/** EventBridge takes ten entries in one request. */
const MAX_ENTRIES = 10
const ATTEMPTS = 3

/** What publishing asks of EventBridge; the `EventBridge` of the AWS SDK is one. */
export type Bridge = { putEvents: (input: PutEventsRequest) => Promise<PutEventsResponse> }

const sendOnce = async (bridge: Bridge, bus: string, events: readonly BusEvent[]): Promise<BusEvent[]> => {
  const { Entries = [] } = await bridge.putEvents({
    Entries: events.map((event) => ({
      EventBusName: bus,
      Source: EVENT_SOURCE,
      DetailType: event.type,
      Detail: JSON.stringify(event),
      Time: new Date(event.at),
    })),
  })
  return events.filter((_, i) => Entries[i]?.EventId === undefined)
}

/** Puts events on the bus, ten at a time; entries that EventBridge refuses are sent again alone. Returns those that it went on refusing. */
export const publish = async (bridge: Bridge, bus: string, events: readonly BusEvent[]): Promise<BusEvent[]> => {
  const refused: BusEvent[] = []
  for (let i = 0; i < events.length; i += MAX_ENTRIES) {
    let open = events.slice(i, i + MAX_ENTRIES)
    for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt++) open = await sendOnce(bridge, bus, open)
    refused.push(...open)
  }
  return refused
}
