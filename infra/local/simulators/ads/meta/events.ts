import { randomUUID } from 'node:crypto'
import { sha256Hex } from '../../../../../shared/platforms/digest.ts'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { META } from '../accounts.ts'
import { attributedTo } from '../attribution.ts'
import type { Conversion, ConversionLedger } from '../ledger.ts'
import { graphError, received, tokenRefusal } from './answers.ts'
import { eventsAt, type MetaEvent } from './event.ts'
import type { FormLeads } from './formLeads.ts'

/** How long an event is known by its name and id. */
const KNOWN_MS = 48 * 3_600_000

const digest = (phone: string): string => sha256Hex(`86${phone}`)

/** The Conversions API: one event that is wrong spoils all of a request. Test events count like others. */
export const eventRoute = (
  app: SimulatorApp,
  { now, people }: World,
  { conversions, leads }: { conversions: ConversionLedger; leads: FormLeads },
): void => {
  const attributionOf = ({ fbc, ph = [], lead_id }: MetaEvent['user_data']): Conversion['attributedTo'] => {
    if (leads.find(lead_id)) return 'lead'
    const clickId = fbc?.split('.').slice(3).join('.')
    return attributedTo(people, { clickId, phones: [ph].flat(), digest })
  }

  const take = (event: MetaEvent, test: string | undefined): void => {
    const { event_name, event_id = randomUUID(), user_data } = event
    conversions.offer({
      key: `${event_name}/${event_id}`,
      action: event_name,
      attributedTo: attributionOf(user_data),
      knownFor: KNOWN_MS,
      fields: test === undefined ? event : { ...event, test_event_code: test },
    })
  }

  app.post('/meta/:version{v\\d+\\.\\d}/:pixelId/events', async (c) => {
    const refused = tokenRefusal(c)
    if (refused) return refused
    if (c.req.param('pixelId') !== META.pixelId) return graphError(c, 100, 'the data set is unknown')
    const body = eventsAt(now()).safeParse(parseJson(await c.req.text()))
    if (!body.success) return graphError(c, 100, body.error.issues[0]?.path.join('.') || 'data')
    if (c.get('fault') === 'whole_batch') return graphError(c, 100, 'data')
    const { data, test_event_code } = body.data
    for (const event of data) take(event, test_event_code)
    return c.json(received(data.length))
  })
}
