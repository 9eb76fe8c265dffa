import { recordedEvent } from '../harness/recordedEvents.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { CAMPAIGN } from '../recorder/requests.ts'

type Recorded = { headers: Record<string, string>; requestContext: object }

const LEAD = recordedEvent('capture', 'repeatLead') as Recorded
const VISIT = recordedEvent('capture', 'recordVisit') as Recorded
const CLICK = recordedEvent('clicks', 'recordClick') as Recorded & { requestContext: { http: object } }

/** The page that everybody comes from, each by a click of its own: one that is told of by many is counted once, and costs more. */
const pageOf = (n: number): string =>
  `https://loan.bank.example/apply?gdt_vid=wx0${String(n).padStart(14, '0')}&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12`

let made = 0

/** A recorded event with another body and a request id of its own. */
const eventOf = ({ headers, requestContext, ...recorded }: Recorded, body: object): object => {
  const text = JSON.stringify(body)
  return {
    ...recorded,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) },
    requestContext: { ...requestContext, requestId: `bench${String(++made).padStart(11, '0')}` },
    body: text,
  }
}

/** What API Gateway makes of the n-th person's submission; of a second one, too, it is a repetition. */
export const leadEvent = (n: number, touch: object = {}): object =>
  eventOf(LEAD, submission(phoneNumber(n), { touch: { url: pageOf(n), ...touch } }))

export const visitIdOf = (n: number): string => `visit-${String(n).padStart(8, '0')}`

/** What API Gateway makes of the n-th visit. */
export const visitEvent = (n: number): object => eventOf(VISIT, { visitId: visitIdOf(n), url: pageOf(n) })

/** A query as Tencent Ads sends it, about as long as real ones are. */
const clickQuery = (n: number): string =>
  new URLSearchParams({
    click_id: `wx0${String(n).padStart(17, '0')}`,
    click_time: String(Math.floor(Date.now() / 1000)),
    account_id: '20458273',
    adgroup_id: '9007199254740993',
    dynamic_creative_id: '9007199254740995',
    site_set_name: 'SITE_SET_MOMENTS',
    request_id: `rq${String(n).padStart(18, '0')}`,
    impression_id: `im${String(n).padStart(18, '0')}`,
    callback: `https://api.e.qq.com/conv?cb=${'aBcDeFgH'.repeat(12)}&conv_id=10001`,
  }).toString()

/** The path of the recorded campaign's monitor link of Tencent Ads. */
const clickPath = (key: string): string => `/v1/in/tencent_ads/clicks/${CAMPAIGN}/${key}`

/** The n-th click, as an address. */
export const clickAddress = (n: number, key: string): string => `${clickPath(key)}?${clickQuery(n)}`

/** What API Gateway makes of the n-th click. */
export const clickEvent = (n: number, key: string): object => {
  const { requestContext, ...recorded } = CLICK
  const path = clickPath(key)
  const requestId = `click${String(++made).padStart(11, '0')}`
  const http = { ...requestContext.http, path }
  return {
    ...recorded,
    rawPath: path,
    rawQueryString: clickQuery(n),
    requestContext: { ...requestContext, requestId, http },
  }
}
