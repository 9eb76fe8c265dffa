import { jsonAnswer } from '../jsonAnswer.ts'
import { type ClickReader, clickOf, idIn, instantIn } from './clickReader.ts'

/** A click monitor for whoever has none of its own: the macros are to be replaced by the sender's own. */
export const genericClicks: ClickReader = {
  macros: {
    click_id: '__CLICK_ID__',
    ad: '__AD__',
    creative: '__CREATIVE__',
    account: '__ACCOUNT__',
    ts: '__TS__',
  },

  readClick(query) {
    return clickOf({
      platform: 'generic',
      clickId: idIn(query, 'click_id'),
      at: instantIn(query, 'ts', 's') ?? instantIn(query, 'ts', 'ms'),
      account: idIn(query, 'account'),
      ad: idIn(query, 'ad'),
      creative: idIn(query, 'creative'),
    })
  },

  answer: jsonAnswer({ status: 0 }),
}
