import * as z from 'zod'
import type { ConversionEvent, ConversionVerdict, DestinationSettings } from '../../domain/conversion.ts'
import { sha256Hex } from '../digest.ts'
import { atBase } from '../ownAddress.ts'
import { type Adapter, type Batch, JSON_HEADERS, type PlatformAnswer, yuan } from './adapter.ts'
import { googleStatusVerdict } from './googleAdsStatus.ts'
import {
  ACCEPTED,
  answerIn,
  codeReason,
  forAll,
  refusedTogether,
  rejected,
  retry,
  statusVerdicts,
  TOKEN_EXPIRED,
  UNREADABLE,
} from './verdicts.ts'

/** `accessToken` is a fresh one of the scope `datamanager`. The customer is the account that owns conversion tracking. */
export type GoogleAdsAccount = { customerId: string; conversionActionId: string; accessToken: string; baseUrl?: string }

const HOST = 'https://datamanager.googleapis.com'

/** After how many seconds Google suggests to ask for the first time. */
const ASK_AFTER_SECONDS = 1800

/** How Google wants a phone before it is hashed: E.164, with the plus. */
export const googlePhone = (phone: string): string => `+86${phone}`

const adIdentifiersOf = ({ click }: ConversionEvent) => {
  const { gclid, gbraid, wbraid } = click?.ids ?? {}
  if (gclid !== undefined) return { gclid }
  if (gbraid !== undefined) return { gbraid }
  return wbraid === undefined ? undefined : { wbraid }
}

const userOf = ({ phone }: ConversionEvent) =>
  phone === undefined ? undefined : { userIdentifiers: [{ phoneNumber: sha256Hex(googlePhone(phone)) }] }

/** Who is reported at all has agreed to ad measurement. */
const eventOf = (event: ConversionEvent, eventSource: string) => ({
  transactionId: event.id,
  eventTimestamp: event.at,
  eventSource,
  adIdentifiers: adIdentifiersOf(event),
  userData: userOf(event),
  ...(event.valueFen !== undefined && { conversionValue: Number(yuan(event.valueFen)), currency: 'CNY' }),
  consent: { adUserData: 'CONSENT_GRANTED' },
})

const Taken = z.object({ requestId: z.string().max(128) })
const Refused = z.object({ error: z.object({ status: z.string() }) })

const refusals = (status: string, events: Batch): ConversionVerdict[] => {
  switch (status) {
    case 'UNAUTHENTICATED':
      return forAll(events, TOKEN_EXPIRED)
    case 'RESOURCE_EXHAUSTED':
    case 'UNAVAILABLE':
    case 'INTERNAL':
    case 'DEADLINE_EXCEEDED':
    case 'ABORTED':
      return forAll(events, retry(codeReason(status)))
    case 'PERMISSION_DENIED':
      return forAll(events, rejected(codeReason(status)))
    case 'ALREADY_EXISTS':
      return events.length === 1 ? [ACCEPTED] : refusedTogether(events, codeReason(status))
    default:
      return refusedTogether(events, codeReason(status))
  }
}

const readVerdicts = (
  answer: PlatformAnswer,
  events: Batch,
  { asksAfterSeconds: askAfterSeconds = ASK_AFTER_SECONDS }: DestinationSettings,
): ConversionVerdict[] => {
  const refused = answerIn(answer.body, Refused)
  if (refused) return refusals(refused.error.status, events)
  const verdicts = statusVerdicts(answer.status, events)
  if (verdicts) return verdicts
  const taken = answerIn(answer.body, Taken)
  return forAll(events, taken ? { status: 'sent', reference: taken.requestId, askAfterSeconds } : UNREADABLE)
}

/** Reports to Google's Data Manager. One event that it does not take makes it refuse all; what it took is looked at later, and may fail then. */
export const googleAds: Adapter<GoogleAdsAccount> = {
  id: 'google_ads',
  // Its limit is not documented in what we read; few are apart sooner when all were refused.
  batch: 100,
  // Not documented there either: the longest click window that an account can choose.
  windowDays: 90,
  windowFrom: 'click',
  readAnswer: readVerdicts,

  unfit(event) {
    if (adIdentifiersOf(event) === undefined && event.phone === undefined) return 'click_id_missing'
    return event.retracts ? 'retraction_unsupported' : undefined
  },

  buildRequest(events, { customerId, conversionActionId, accessToken, baseUrl }, { eventSource = 'WEB' }) {
    const operatingAccount = { accountType: 'GOOGLE_ADS', accountId: customerId.replaceAll('-', '') }
    const body = {
      destinations: [{ reference: 'd1', operatingAccount, productDestinationId: conversionActionId }],
      events: events.map((event) => eventOf(event, eventSource)),
      encoding: 'HEX',
      validateOnly: false,
    }
    const headers = { ...JSON_HEADERS, authorization: `Bearer ${accessToken}` }
    return { url: atBase(`${HOST}/v1/events:ingest`, baseUrl), method: 'POST', headers, body: JSON.stringify(body) }
  },

  later: {
    buildRequest(reference, { accessToken, baseUrl }) {
      const url = `${HOST}/v1/requestStatus:retrieve?requestId=${encodeURIComponent(reference)}`
      return { url: atBase(url, baseUrl), method: 'GET', headers: { authorization: `Bearer ${accessToken}` } }
    },
    readAnswer: googleStatusVerdict,
  },
}
