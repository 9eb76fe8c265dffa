import { jsonAnswer } from '../jsonAnswer.ts'
import { CALLBACK_PLACES, overTls, ownAddress } from '../ownAddress.ts'
import { type ClickReader, clickOf, idIn, instantIn, tokenIn } from './clickReader.ts'

/** Tencent Ads' click monitor. Of a request and an impression, not of the click id, it says that they line up with a page's `gdt_vid`. */
export const tencentAdsClicks: ClickReader = {
  macros: {
    click_id: '__CLICK_ID__',
    click_time: '__CLICK_TIME__',
    account_id: '__ACCOUNT_ID__',
    adgroup_id: '__ADGROUP_ID__',
    dynamic_creative_id: '__DYNAMIC_CREATIVE_ID__',
    site_set_name: '__SITE_SET_NAME__',
    request_id: '__REQUEST_ID__',
    impression_id: '__IMPRESSION_ID__',
    callback: '__CALLBACK__',
  },

  readClick(query) {
    // The query was decoded once, which is all: decoded again, a %2B inside would end as a space.
    const address = ownAddress(tokenIn(query, 'callback') ?? '', CALLBACK_PLACES.tencent_ads)
    return clickOf({
      platform: 'tencent_ads',
      clickId: idIn(query, 'click_id'),
      joinId: idIn(query, 'request_id') ?? idIn(query, 'impression_id'),
      at: instantIn(query, 'click_time', 's'),
      account: idIn(query, 'account_id'),
      ad: idIn(query, 'adgroup_id'),
      creative: idIn(query, 'dynamic_creative_id'),
      placement: idIn(query, 'site_set_name'),
      callback: address && overTls(address),
    })
  },

  /** Which body it waits for is not documented: these are the fields of its own server and of older guides together. */
  answer: jsonAnswer({ ret: 0, code: 0, msg: 'success', message: 'success' }),
}
