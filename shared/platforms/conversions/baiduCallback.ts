import * as z from 'zod'
import type { ConversionEvent } from '../../domain/conversion.ts'
import { md5Hex } from '../digest.ts'
import { atBase, CALLBACK_PLACES, callbackUnfit, ownAddress } from '../ownAddress.ts'
import type { Adapter } from './adapter.ts'
import type { BaiduAccount } from './baidu.ts'
import { ACCEPTED, answerIn, codeReason, forAll, rejected, statusVerdicts, UNREADABLE } from './verdicts.ts'

const ACTION = /^[a-z][a-z_]{1,63}$/

/** What a click of a landing page is joined by, unless settings say otherwise; which one Baidu wants here is not verified. */
const JOIN_TYPE = 'bd_vid'

const callbackOf = ({ click }: ConversionEvent): string | undefined =>
  ownAddress(click?.callback ?? '', CALLBACK_PLACES.baidu)

/** A callback address with its signature, `md5(address + akey)`. */
export const signedByAkey = (address: string, akey: string): string => `${address}&sign=${md5Hex(address + akey)}`

const filled = (address: string, { action, valueFen }: ConversionEvent): string =>
  address.replace('{{ATYPE}}', action).replace('{{AVALUE}}', String(valueFen ?? 0))

const Answer = z.object({ error_code: z.int() })

/** Reports conversions of app and feed ads to the address that the click monitor was given. Actions are words here, numbers in uploads. */
export const baiduByCallback: Adapter<BaiduAccount> = {
  id: 'baidu.callback',
  byCallback: true,
  batch: 1,
  // Not documented; settings may give another.
  windowDays: 30,
  windowFrom: 'click',

  unfit(event, { akey }) {
    const unfit = callbackUnfit(event.click?.callback, CALLBACK_PLACES.baidu)
    if (unfit !== undefined) return unfit
    if (event.retracts) return 'retraction_unsupported'
    if (akey === undefined) return 'akey_missing'
    return ACTION.test(event.action) ? undefined : 'action_invalid'
  },

  buildRequest([event], { akey, baseUrl }, { joinType = JOIN_TYPE }) {
    const callback = callbackOf(event)
    if (callback === undefined || akey === undefined) throw new RangeError('an event without a callback')
    const url = signedByAkey(`${filled(callback, event)}&join_type=${joinType}`, akey)
    return { url: atBase(url, baseUrl), method: 'GET', headers: {} }
  },

  readAnswer(answer, events) {
    const verdicts = statusVerdicts(answer.status, events)
    if (verdicts) return verdicts
    const code = answerIn(answer.body, Answer)?.error_code
    if (code === undefined) return forAll(events, UNREADABLE)
    return forAll(events, code === 0 ? ACCEPTED : rejected(codeReason(code)))
  },
}
