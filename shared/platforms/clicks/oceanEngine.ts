import { jsonAnswer } from '../jsonAnswer.ts'
import { type ClickReader, clickOf, idIn, instantIn, tokenIn } from './clickReader.ts'

/** Ocean Engine's click monitor. Its callback is a token for the conversion API; the ready-made address is being retired and not read. */
export const oceanEngineClicks: ClickReader = {
  macros: {
    request_id: '__REQUEST_ID__',
    track_id: '__TRACK_ID__',
    advertiser_id: '__ADVERTISER_ID__',
    project_id: '__PROJECT_ID__',
    promotion_id: '__PROMOTION_ID__',
    video_id: '__MID3__',
    image_id: '__MID1__',
    csite: '__CSITE__',
    ts: '__TS__',
    callback: '__CALLBACK_PARAM__',
  },

  readClick(query) {
    const token = tokenIn(query, 'callback')
    return clickOf({
      platform: 'ocean_engine',
      clickId: idIn(query, 'request_id'),
      joinId: idIn(query, 'track_id'),
      at: instantIn(query, 'ts', 'ms'),
      account: idIn(query, 'advertiser_id'),
      ad: idIn(query, 'promotion_id') ?? idIn(query, 'project_id'),
      creative: idIn(query, 'video_id') ?? idIn(query, 'image_id'),
      placement: idIn(query, 'csite'),
      callback: token?.includes('://') ? undefined : token,
    })
  },

  /** Accepted by convention; not documented. */
  answer: jsonAnswer({ status: 0 }),
}
