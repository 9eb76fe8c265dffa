import * as z from 'zod'
import type { ConversionEvent } from '../../domain/conversion.ts'
import { atBase, CALLBACK_PLACES, overTls, ownAddress } from '../ownAddress.ts'
import { type Adapter, yuan } from './adapter.ts'
import { ACCEPTED, answerIn, codeReason, forAll, rejected, statusVerdicts, UNREADABLE } from './verdicts.ts'

export type KuaishouAccount = { baseUrl?: string }

const ENDPOINT = 'https://ad.partner.gifshow.com/track/activate'

const EVENT_TYPE = /^\d{1,4}$/

/** Payments and orders. Of granted credit (11) one source says the same; where it holds, let the destination send values. */
const NEEDS_AMOUNT = new Set(['3', '12', '13', '14', '15'])

const callbackOf = ({ click }: ConversionEvent): string | undefined => click?.callback ?? click?.ids.callback

/** The token goes back unchanged; an address that holds it is called as it is. */
const addressOf = (event: ConversionEvent): string | undefined => {
  const callback = callbackOf(event)
  if (callback === undefined) return undefined
  if (!callback.includes('://')) return `${ENDPOINT}?callback=${encodeURIComponent(callback)}`
  const address = ownAddress(callback, CALLBACK_PLACES.kuaishou)
  return address?.includes('?') ? overTls(address) : undefined
}

const Answer = z.object({ result: z.int() })

/** Reports to Kuaishou by a GET, one event a call. Its event types come from secondary sources: have the account manager confirm them. */
export const kuaishou: Adapter<KuaishouAccount> = {
  id: 'kuaishou',
  batch: 1,
  // Not documented; settings may give another.
  windowDays: 30,
  windowFrom: 'click',

  unfit(event) {
    if (callbackOf(event) === undefined) return 'callback_missing'
    if (addressOf(event) === undefined) return 'callback_foreign'
    if (event.retracts) return 'retraction_unsupported'
    if (!EVENT_TYPE.test(event.action)) return 'action_invalid'
    return NEEDS_AMOUNT.has(event.action) && event.valueFen === undefined ? 'amount_missing' : undefined
  },

  buildRequest([event], { baseUrl }) {
    const address = addressOf(event)
    if (address === undefined) throw new RangeError('an event without a callback')
    const amount = event.valueFen === undefined ? '' : `&purchase_amount=${yuan(event.valueFen)}`
    const url = `${address}&event_type=${event.action}&event_time=${Date.parse(event.at)}${amount}`
    return { url: atBase(url, baseUrl), method: 'GET', headers: {} }
  },

  readAnswer(answer, events) {
    const verdicts = statusVerdicts(answer.status, events)
    if (verdicts) return verdicts
    const result = answerIn(answer.body, Answer)?.result
    if (result === undefined) return forAll(events, UNREADABLE)
    return forAll(events, result === 1 ? ACCEPTED : rejected(codeReason(result)))
  },
}
