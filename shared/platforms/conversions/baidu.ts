import type { ConversionEvent } from '../../domain/conversion.ts'
import { atBase } from '../ownAddress.ts'
import { type Adapter, JSON_HEADERS, unixSeconds } from './adapter.ts'
import { baiduVerdicts } from './baiduAnswer.ts'

/** `token` uploads; `akey` signs callbacks. */
export type BaiduAccount = { token: string; akey?: string; baseUrl?: string }

const HOST = 'https://ocpc.baidu.com'
const MOST_URL_CHARACTERS = 1024
const NEW_TYPE = /^\d{1,6}$/

/** The landing page with its click id and nothing else: long addresses break the limit. */
const landingOf = ({ pageUrl, click }: ConversionEvent): string | undefined => {
  const clickId = click?.ids.bd_vid
  return pageUrl === undefined || clickId === undefined ? undefined : `${pageUrl}?bd_vid=${encodeURIComponent(clickId)}`
}

const unfitForUpload = (event: ConversionEvent): string | undefined => {
  const landing = landingOf(event)
  if (landing === undefined) return 'click_id_missing'
  if (landing.length > MOST_URL_CHARACTERS) return 'url_too_long'
  return NEW_TYPE.test(event.action) ? undefined : 'action_invalid'
}

const conversionOf = (event: ConversionEvent) => ({
  logidUrl: landingOf(event),
  newType: Number(event.action),
  convertTime: unixSeconds(event.at),
  convertValue: event.valueFen,
  outerEventId: event.id,
  outerEventType: 'custom_dedup',
})

const invalidOf = (event: ConversionEvent) => ({
  logidUrl: landingOf(event),
  convertType: Number(event.action),
  convertTime: unixSeconds(event.at),
})

const COMMON = {
  // Fewer than 100.
  batch: 99,
  // Not documented; settings may give another.
  windowDays: 30,
  windowFrom: 'click',
  readAnswer: baiduVerdicts,
} as const

const post = (path: string, { baseUrl }: BaiduAccount, body: object) => ({
  url: atBase(`${HOST}/ocpcapi/api/${path}`, baseUrl),
  method: 'POST' as const,
  headers: { 'content-type': `${JSON_HEADERS['content-type']};charset=utf-8` },
  body: JSON.stringify(body),
})

/** Uploads conversions of search ads. Accepted says no more than that: Baidu matches clicks later, and a made-up one is accepted too. */
export const baiduUpload: Adapter<BaiduAccount> = {
  ...COMMON,
  id: 'baidu.upload',

  unfit(event) {
    return event.retracts ? 'retraction_unsupported' : unfitForUpload(event)
  },

  buildRequest(events, account) {
    const conversionTypes = events.map(conversionOf)
    return post('uploadConvertData', account, { token: account.token, conversionTypes })
  },
}

/** Takes back conversions that turned out to be worth nothing. */
export const baiduInvalid: Adapter<BaiduAccount> = {
  ...COMMON,
  id: 'baidu.invalid',

  unfit(event) {
    return event.retracts ? unfitForUpload(event) : 'not_a_retraction'
  },

  buildRequest(events, account) {
    const invalidConversionTypes = events.map(invalidOf)
    return post('uploadInvalidConvertData', account, { token: account.token, invalidConversionTypes })
  },
}
