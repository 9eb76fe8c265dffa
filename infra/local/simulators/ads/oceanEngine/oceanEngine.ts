import { randomInt } from 'node:crypto'
import { oceanEngineClicks } from '../../../../../shared/platforms/clicks/oceanEngine.ts'
import { feiyuSignature } from '../../../../../shared/platforms/leads/oceanEngine.ts'
import type { Bounded } from '../../bounded.ts'
import type { World } from '../../world.ts'
import { OCEAN_ENGINE } from '../accounts.ts'
import { type AdClick, type AdPlatform, adPlatform, type LeadForm, type Monitor } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'
import { clueList, clueRoute } from './clues.ts'
import { conversionRoute } from './conversions.ts'
import { oauthTokens } from './oauth.ts'

/** The callback is what pages know as the click id. Of the person nothing is sent when leads are collected. */
const macrosOf = ({ id, eventId, at }: AdClick): Record<string, string> => ({
  __REQUEST_ID__: eventId,
  __TRACK_ID__: id,
  __ADVERTISER_ID__: OCEAN_ENGINE.advertiserId,
  __PROJECT_ID__: '7300000000000000001',
  __PROMOTION_ID__: '7300000000000000002',
  __MID1__: '',
  __MID3__: '7300000000000000003',
  __CSITE__: '1',
  __OS__: '0',
  __IMEI__: '',
  __OAID__: '',
  __IDFA__: '',
  __TS__: String(at.getTime()),
  __CALLBACK_PARAM__: id,
})

const MONITOR: Monitor = {
  link: oceanEngineClicks.macros,
  macros: macrosOf,
  refusesUnknownMacros: false,
  isTaken: (status) => status === 200,
}

/** Pushes of Feiyu. Their digest is taken to be written in hex, as that of its pull API. */
const leadFormOf = (clues: Bounded<string>): LeadForm => ({
  marksTests: false,
  isTaken: (status) => status === 200,
  push: ({ phone, name }) => {
    const { advertiserId, leads } = OCEAN_ENGINE
    const id = clues.add(`7${randomInt(10 ** 9, 10 ** 10)}${randomInt(10 ** 7, 10 ** 8)}`)
    return (at) => {
      const timestamp = String(Math.floor(at.getTime() / 1000))
      const signature = feiyuSignature({ id, timestamp, ...leads, digestForm: 'hex' })
      const headers = {
        'content-type': 'application/json',
        signature,
        timestamp,
        'access-token': leads.token,
      }
      const lead = {
        id,
        name,
        telphone: phone,
        city_name: '深圳市',
        province_name: '广东省',
        location: '广东省+深圳市',
        create_time: Number(timestamp),
        adv_id: advertiserId,
        ad_id: '7300000000000000002',
        external_url: 'https://page.example.com/form',
        remark_dict: { 贷款用途: '进货' },
        clue_source: 1,
        clue_type: 0,
        flow_type: 2,
      }
      return { headers, body: JSON.stringify(lead) }
    }
  },
})

/** Ocean Engine with one advertiser. */
export const oceanEngine = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  const clues = clueList()
  const tokens = oauthTokens(world)
  return adPlatform({
    name: 'ocean_engine',
    title: '巨量引擎',
    faults: ['expired_token', 'ok_with_failure'],
    clickIds: { clickid: 'E.C' },
    monitor: MONITOR,
    leadForm: leadFormOf(clues),
    conversions,
    serve: (app) => {
      conversionRoute(app, world, conversions)
      tokens.serve(app)
      clueRoute(app, tokens, clues, conversions)
    },
  })
}
