import { recordedEvent } from '../harness/recordedEvents.ts'
import { phoneNumber, submission } from '../harness/samples.ts'

type Recorded = { headers: Record<string, string>; requestContext: object }

const LEAD = recordedEvent('capture', 'repeatLead') as Recorded
const VISIT = recordedEvent('capture', 'recordVisit') as Recorded

/** The page that everybody comes from, with a click id. */
const PAGE =
  'https://loan.bank.example/apply?gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12'

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
  eventOf(LEAD, submission(phoneNumber(n), { touch: { url: PAGE, ...touch } }))

export const visitIdOf = (n: number): string => `visit-${String(n).padStart(8, '0')}`

/** What API Gateway makes of the n-th visit. */
export const visitEvent = (n: number): object => eventOf(VISIT, { visitId: visitIdOf(n), url: PAGE })
