import { jsonAnswer } from '../jsonAnswer.ts'
import { CALLBACK_PLACES, ownAddress } from '../ownAddress.ts'
import { type ClickReader, clickOf, idIn, instantIn, tokenIn } from './clickReader.ts'

/** Baidu's click monitor of app and feed ads. It may add the `akey` to what it calls: like all else that is not named here, it is not kept. */
export const baiduClicks: ClickReader = {
  macros: {
    click_id: '__CLICK_ID__',
    bd_vid: '__BD_VID__',
    user_id: '__USER_ID__',
    unit_id: '__UNIT_ID__',
    idea_id: '__IDEA_ID__',
    ts: '__TS__',
    callback_url: '__CALLBACK_URL__',
  },

  readClick(query) {
    return clickOf({
      platform: 'baidu',
      clickId: idIn(query, 'click_id'),
      joinId: idIn(query, 'bd_vid'),
      // The unit of its macro is not verified.
      at: instantIn(query, 'ts', 's') ?? instantIn(query, 'ts', 'ms'),
      account: idIn(query, 'user_id'),
      ad: idIn(query, 'unit_id'),
      creative: idIn(query, 'idea_id'),
      // Not moved to TLS: the address is signed as it was sent.
      callback: ownAddress(tokenIn(query, 'callback_url') ?? '', CALLBACK_PLACES.baidu),
    })
  },

  /** Any status below 400 is success. */
  answer: jsonAnswer({ error_code: 0 }),
}
