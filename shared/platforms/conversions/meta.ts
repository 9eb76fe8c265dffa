import type { ConversionEvent } from '../../domain/conversion.ts'
import { sha256Hex } from '../digest.ts'
import { GRAPH_HOST, GRAPH_VERSION } from '../graph.ts'
import { atBase } from '../ownAddress.ts'
import { type Adapter, JSON_HEADERS, unixSeconds, yuan } from './adapter.ts'
import { metaVerdicts } from './metaAnswer.ts'

export type MetaAccount = { pixelId: string; accessToken: string; baseUrl?: string }

const EVENT_NAME = /^[A-Za-z][A-Za-z0-9_ ]{0,49}$/
const LEAD_ID = /^\d{15,17}$/

/** How Meta wants a phone before it is hashed: the country code, no plus. */
export const metaPhone = (phone: string): string => `86${phone}`

/** Meta's cookie value of a click: the time it was first seen, in milliseconds, and its id with the case kept. */
const fbcOf = ({ click }: ConversionEvent): string | undefined =>
  click?.ids.fbclid === undefined ? undefined : `fb.1.${Date.parse(click.at)}.${click.ids.fbclid}`

const leadIdOf = ({ platformLeadId }: ConversionEvent): string | undefined =>
  platformLeadId !== undefined && LEAD_ID.test(platformLeadId) ? platformLeadId : undefined

const userOf = (event: ConversionEvent) => ({
  ph: event.phone === undefined ? undefined : [sha256Hex(metaPhone(event.phone))],
  fbc: fbcOf(event),
  lead_id: leadIdOf(event),
})

/** Stages of a lead from a form of Meta's own are told as those of a CRM. */
const customOf = (event: ConversionEvent) => ({
  ...(leadIdOf(event) !== undefined && { event_source: 'crm', lead_event_source: 'Tuoke' }),
  ...(event.valueFen !== undefined && { value: Number(yuan(event.valueFen)), currency: 'CNY' }),
})

const eventOf = (event: ConversionEvent, actionSource: string) => ({
  event_name: event.action,
  event_time: unixSeconds(event.at),
  event_id: event.id,
  action_source: actionSource,
  event_source_url: event.pageUrl,
  user_data: userOf(event),
  custom_data: customOf(event),
})

/** Reports to Meta's Conversions API. One event that it does not take makes it refuse all of a request. */
export const meta: Adapter<MetaAccount> = {
  id: 'meta',
  batch: 1000,
  windowDays: 7,
  windowFrom: 'event',
  readAnswer: metaVerdicts,

  unfit(event) {
    if (Object.values(userOf(event)).every((value) => value === undefined)) return 'click_id_missing'
    if (event.retracts) return 'retraction_unsupported'
    return EVENT_NAME.test(event.action) ? undefined : 'action_invalid'
  },

  buildRequest(events, { pixelId, accessToken, baseUrl }, settings) {
    const { actionSource = 'system_generated', graphVersion = GRAPH_VERSION, testEventCode } = settings
    const url = new URL(atBase(`${GRAPH_HOST}/${graphVersion}/${encodeURIComponent(pixelId)}/events`, baseUrl))
    url.searchParams.set('access_token', accessToken)
    const data = events.map((event) => eventOf(event, actionSource))
    const body = JSON.stringify({ data, test_event_code: testEventCode })
    return { url: url.href, method: 'POST', headers: { ...JSON_HEADERS }, body }
  },
}
