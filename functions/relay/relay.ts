import type { DynamoDBRecord } from 'aws-lambda'
import type { BusEvent } from '../../shared/contract/events.ts'
import { Conversion } from '../../shared/domain/conversionRow.ts'
import { Lead } from '../../shared/domain/lead.ts'
import { count } from '../../shared/runtime/log.ts'
import type { StreamWork } from '../../shared/runtime/stream.ts'
import { changedItem, type Quarantine } from '../../shared/runtime/streamRecord.ts'
import { busEventOf } from './busEvent.ts'
import { conversionEventOf } from './conversionEvent.ts'
import { type Bridge, publish } from './publish.ts'

type Deps = { bridge: Bridge; bus: string; quarantine: Quarantine }

const eventOf = (item: Record<string, unknown>): BusEvent => {
  if (!('conversionId' in item)) return busEventOf(Lead.parse(item))
  const event = conversionEventOf(Conversion.parse(item))
  if (event.type === 'conversion.expired') count('ConversionExpired')
  return event
}

/** Puts the event of every changed lead and conversion on the bus, in order. Delivers again from the first event that the bus went on refusing. */
export const relay =
  ({ bridge, bus, quarantine }: Deps): StreamWork =>
  async (records) => {
    const events = new Map<BusEvent, DynamoDBRecord>()
    for (const record of records) {
      const event = await quarantine.orElse(record, () => {
        const item = changedItem(record)
        return item && eventOf(item)
      })
      if (event) events.set(event, record)
    }
    const refused = await publish(bridge, bus, [...events.keys()])
    return refused[0] && events.get(refused[0])
  }
