import * as z from 'zod'
import type { ConversionEvent, ConversionVerdict } from '../../domain/conversion.ts'
import { sha256Hex } from '../digest.ts'
import { type PlatformAnswer, unixSeconds } from './adapter.ts'
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

const DAY_SECONDS = 86_400

/** The documents name no window for late conversions; settings may give another. */
export const TENCENT_WINDOW_DAYS = 30

const ACTION_TYPE = /^[A-Z][A-Z_]{1,63}$/

const userOf = ({ phone, wechat }: ConversionEvent) =>
  phone || wechat
    ? {
        ...(phone && { sha256_phone: sha256Hex(phone) }),
        ...(wechat && {
          wechat_app_id: wechat.appId,
          wechat_openid: wechat.openId,
          wechat_unionid: wechat.unionId,
        }),
      }
    : undefined

/** Loans are told in whole yuan; only these two actions take an amount and a grade. */
const paramOf = ({ action, valueFen, quality }: ConversionEvent) => {
  const amount = valueFen === undefined ? undefined : Math.round(valueFen / 100)
  if (amount === undefined && quality === undefined) return undefined
  if (action === 'CREDIT') return { credit_amount: amount, credit_level: quality }
  if (action === 'WITHDRAW_DEPOSITS') return { withdraw_deposits_amount: amount, withdraw_deposits_level: quality }
  return undefined
}

/** An action as both modes write it. Its id, made of letters, digits and `_` as they want it, stays the same when it is sent again: so it counts once. */
export const tencentAction = (event: ConversionEvent) => ({
  outer_action_id: event.id,
  action_time: unixSeconds(event.at),
  user_id: userOf(event),
  action_type: event.action,
  url: event.pageUrl,
  action_param: paramOf(event),
})

/** Whom an action without a page is about: where the data source is one of WeChat's, that is asked for instead. */
const isOfWechat = ({ wechat }: ConversionEvent): boolean =>
  wechat !== undefined && (wechat.openId ?? wechat.unionId) !== undefined

/** What no mode can send. */
export const unfitForTencent = (event: ConversionEvent): string | undefined => {
  const { retracts, action, pageUrl, valueFen, quality } = event
  if (retracts) return 'retraction_unsupported'
  // A custom action needs a name beside it.
  if (!ACTION_TYPE.test(action) || action === 'CUSTOM') return 'action_invalid'
  if (pageUrl === undefined && !isOfWechat(event)) return 'page_missing'
  // An amount of granted credit is refused without its level.
  return action === 'CREDIT' && valueFen !== undefined && quality === undefined ? 'level_missing' : undefined
}

/** Expired, invalid, malformed or empty: none is a word about what was sent. */
const TOKEN_REFUSED = new Set([11000, 11002, 11004, 11005])
const DAILY_QUOTA = 11018

/** Busy, in maintenance, over a quota, or failing further down; a nonce that was used, a clock that was off: both are new with each attempt. */
const PASSING = new Set([10000, 10001, 11008, 11016, 11017, 11019, 11022, 12100, 12101, 30000])

/** Whether the same call may be answered otherwise another time. */
export const tencentPasses = (code: number): boolean => PASSING.has(code) || code === DAILY_QUOTA

/** Of the account, whatever was sent: scopes, whitelists, data source and account ids. */
const OF_THE_ACCOUNT = new Set([11007, 11009, 11010, 11011, 11012, 11013, 11014, 20003, 20004, 31033])

const Answer = z.object({ code: z.int() })

/** Reads an answer of the marketing API, such as that of `user_actions/add`: one code for all that was sent, inside HTTP 200. */
export const tencentVerdicts = (answer: PlatformAnswer, events: readonly unknown[]): ConversionVerdict[] => {
  const verdicts = statusVerdicts(answer.status, events)
  if (verdicts) return verdicts
  const code = answerIn(answer.body, Answer)?.code
  if (code === undefined) return forAll(events, UNREADABLE)
  if (code === 0) return forAll(events, ACCEPTED)
  if (TOKEN_REFUSED.has(code)) return forAll(events, TOKEN_EXPIRED)
  if (code === DAILY_QUOTA) return forAll(events, retry(codeReason(code), DAY_SECONDS))
  if (PASSING.has(code)) return forAll(events, retry(codeReason(code)))
  if (OF_THE_ACCOUNT.has(code)) return forAll(events, rejected(codeReason(code)))
  return refusedTogether(events, codeReason(code))
}
