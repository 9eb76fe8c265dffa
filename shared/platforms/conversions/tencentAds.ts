import type { ConversionEvent } from '../../domain/conversion.ts'
import { atBase, CALLBACK_PLACES, callbackUnfit, overTls, ownAddress } from '../ownAddress.ts'
import { type Adapter, JSON_HEADERS } from './adapter.ts'
import { TENCENT_WINDOW_DAYS, tencentAction, tencentVerdicts, unfitForTencent } from './tencentAdsActions.ts'

/** An ad account; the data source (`userActionSetId`) is needed for events that have no callback. */
export type TencentAdsAccount = { accountId: string; accessToken: string; userActionSetId?: string; baseUrl?: string }

const HOST = 'https://api.e.qq.com'

/** 50 are allowed, but 50 KB too: so many of the largest events stay below. */
const BATCH = 40

const ID = /^\d{1,19}$/

const clickIdOf = ({ click }: ConversionEvent): string | undefined => click?.ids.gdt_vid ?? click?.ids.qz_gdt

const callbackOf = ({ click }: ConversionEvent): string | undefined => {
  const address = ownAddress(click?.callback ?? '', CALLBACK_PLACES.tencent_ads)
  return address && overTls(address)
}

/** Reports to the address that the click monitor was given. */
export const tencentAdsByCallback: Adapter<TencentAdsAccount> = {
  id: 'tencent_ads.callback',
  byCallback: true,
  batch: 1,
  windowDays: TENCENT_WINDOW_DAYS,
  windowFrom: 'click',
  readAnswer: tencentVerdicts,

  unfit(event) {
    return callbackUnfit(event.click?.callback, CALLBACK_PLACES.tencent_ads) ?? unfitForTencent(event)
  },

  buildRequest([event], { accessToken, baseUrl }, _settings, { now, nonce }) {
    const url = callbackOf(event)
    if (url === undefined) throw new RangeError('an event without a callback')
    const timestamp = String(Math.floor(now.getTime() / 1000))
    return {
      url: atBase(url, baseUrl),
      method: 'POST',
      // With hyphens: proxies drop header names with an underscore.
      headers: { ...JSON_HEADERS, 'access-token': accessToken, timestamp, nonce },
      body: JSON.stringify({ actions: [tencentAction(event)] }),
    }
  },
}

/** Reports by the click id that the landing page was given. The token goes into the query: this mode takes it nowhere else. */
export const tencentAdsByClickId: Adapter<TencentAdsAccount> = {
  id: 'tencent_ads.click_id',
  batch: BATCH,
  windowDays: TENCENT_WINDOW_DAYS,
  windowFrom: 'click',
  readAnswer: tencentVerdicts,

  unfit(event, { accountId, userActionSetId }) {
    const clickId = clickIdOf(event)
    if (clickId === undefined) return 'click_id_missing'
    if (clickId.length > 64) return 'click_id_invalid'
    if (!ID.test(accountId) || !ID.test(userActionSetId ?? '')) return 'data_source_missing'
    return unfitForTencent(event)
  },

  buildRequest(events, { accountId, accessToken, userActionSetId, baseUrl }, _settings, { now, nonce }) {
    const url = new URL(atBase(`${HOST}/v3.0/user_actions/add`, baseUrl))
    url.searchParams.set('access_token', accessToken)
    url.searchParams.set('timestamp', String(Math.floor(now.getTime() / 1000)))
    url.searchParams.set('nonce', nonce)
    const actions = events.map((event) => ({
      ...tencentAction(event),
      trace: { click_id: clickIdOf(event) },
      channel: 'TENCENT',
    }))
    // The two ids are int64, which a number does not hold: their digits are written as they are.
    const body = `{"account_id":${accountId},"user_action_set_id":${userActionSetId},"actions":${JSON.stringify(actions)}}`
    return { url: url.href, method: 'POST', headers: { ...JSON_HEADERS }, body }
  },
}
