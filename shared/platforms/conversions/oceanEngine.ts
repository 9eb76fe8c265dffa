import * as z from 'zod'
import type { ConversionEvent } from '../../domain/conversion.ts'
import { sha256Hex } from '../digest.ts'
import { atBase } from '../ownAddress.ts'
import { type Adapter, JSON_HEADERS } from './adapter.ts'
import { ACCEPTED, answerIn, codeReason, forAll, rejected, statusVerdicts, UNREADABLE } from './verdicts.ts'

/** `token` is the secret that bodies are signed with, where one was agreed; `accessToken` is of the marketing API. */
export type OceanEngineAccount = { advertiserId?: string; token?: string; accessToken?: string; baseUrl?: string }

const ENDPOINT = 'https://analytics.oceanengine.com/api/v2/conversion'

const EVENT_TYPE = /^[a-z][a-z_]{1,63}$/

/** What one of its clients takes for no error; not documented. */
const UNCERTAIN_CODE = 128

/** On pages and in mini programs the click id is the callback. */
const callbackOf = ({ click }: ConversionEvent): string | undefined => click?.callback ?? click?.ids.clickid

/** Those that take a grade of the person. */
const OF_CREDIT = new Set(['pre_loan_credit', 'loan_credit', 'high_loan_credit', 'low_loan_credit'])

/** Money in fen. */
const propertiesOf = ({ action, valueFen, quality }: ConversionEvent) => {
  const people_quality = OF_CREDIT.has(action) ? quality : undefined
  return valueFen === undefined && people_quality === undefined ? undefined : { pay_amount: valueFen, people_quality }
}

const bodyOf = (event: ConversionEvent): string =>
  JSON.stringify({
    event_type: event.action,
    context: { ad: { callback: callbackOf(event), match_type: 0 } },
    properties: propertiesOf(event),
    timestamp: Date.parse(event.at),
  })

/** The signature of a body, for the header `x-signature`. */
export const oceanEngineSignature = (body: string, secret: string): string => sha256Hex(body + secret)

const Answer = z.object({ code: z.int() })

/** Reports to Ocean Engine's conversion API, one event a call. It publishes no key that tells a repeat of a lead event. */
export const oceanEngine: Adapter<OceanEngineAccount> = {
  id: 'ocean_engine',
  needsNoToken: true,
  batch: 1,
  // Not documented: how long it says that a click id lives.
  windowDays: 21,
  windowFrom: 'click',

  unfit(event) {
    if (callbackOf(event) === undefined) return 'click_id_missing'
    if (event.retracts) return 'retraction_unsupported'
    return EVENT_TYPE.test(event.action) ? undefined : 'action_invalid'
  },

  buildRequest([event], { token, baseUrl }) {
    const body = bodyOf(event)
    const headers = {
      ...JSON_HEADERS,
      ...(token !== undefined && { 'x-signature': oceanEngineSignature(body, token) }),
    }
    return { url: atBase(ENDPOINT, baseUrl), method: 'POST', headers, body }
  },

  readAnswer(answer, events, { acceptsCode128 }) {
    const verdicts = statusVerdicts(answer.status, events)
    if (verdicts) return verdicts
    const code = answerIn(answer.body, Answer)?.code
    if (code === undefined) return forAll(events, UNREADABLE)
    const isAccepted = code === 0 || (code === UNCERTAIN_CODE && acceptsCode128 === true)
    return forAll(events, isAccepted ? ACCEPTED : rejected(codeReason(code)))
  },
}
