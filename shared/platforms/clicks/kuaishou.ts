import { jsonAnswer } from '../jsonAnswer.ts'
import { CALLBACK_PLACES, overTls, ownAddress } from '../ownAddress.ts'
import { type ClickReader, clickOf, idIn, instantIn, tokenIn } from './clickReader.ts'

/** Some accounts are sent a token, some an address with the token in it. */
const callbackOf = (sent: string | undefined): string | undefined => {
  if (!sent?.includes('://')) return sent
  const address = ownAddress(sent, CALLBACK_PLACES.kuaishou)
  return address && overTls(address)
}

/** Kuaishou's click monitor. It refuses links with macros that it does not know. */
export const kuaishouClicks: ClickReader = {
  macros: {
    request_id: '__LLSID__',
    account_id: '__ACCOUNTID__',
    unit_id: '__AID__',
    creative_id: '__CID__',
    csite: '__CSITE__',
    ts: '__TS__',
    callback: '__CALLBACK__',
  },

  readClick(query) {
    return clickOf({
      platform: 'kuaishou',
      clickId: idIn(query, 'request_id'),
      at: instantIn(query, 'ts', 'ms'),
      account: idIn(query, 'account_id'),
      ad: idIn(query, 'unit_id'),
      creative: idIn(query, 'creative_id'),
      placement: idIn(query, 'csite'),
      callback: callbackOf(tokenIn(query, 'callback')),
    })
  },

  /** Not documented: the word of success of its own conversion API. */
  answer: jsonAnswer({ result: 1 }),
}
