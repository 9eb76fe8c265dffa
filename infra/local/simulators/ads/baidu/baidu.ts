import { baiduClicks } from '../../../../../shared/platforms/clicks/baidu.ts'
import type { World } from '../../world.ts'
import { BAIDU } from '../accounts.ts'
import { type AdClick, type AdPlatform, adPlatform, type Monitor } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'
import { callbackRoutes, callbackUrl } from './callbacks.ts'
import { uploadRoutes } from './uploads.ts'

const macrosOf = ({ id, eventId, at }: AdClick): Record<string, string> => ({
  __USER_ID__: BAIDU.userId,
  __PLAN_ID__: '70000002',
  __UNIT_ID__: '70000003',
  __IDEA_ID__: '70000004',
  __CLICK_ID__: eventId,
  __BD_VID__: id,
  __CALLBACK_URL__: callbackUrl(eventId),
  __EXT_INFO__: eventId,
  __TS__: String(Math.floor(at.getTime() / 1000)),
  __OS_TYPE__: '2',
  __OAID__: '',
})

/** Baidu adds its key to the address that it calls, so the documents say; whether consoles still do so is not verified. */
const MONITOR: Monitor = {
  link: baiduClicks.macros,
  macros: macrosOf,
  refusesUnknownMacros: false,
  adds: { akey: BAIDU.akey },
  isTaken: (status) => status < 400,
}

/** Baidu: search conversions are uploaded, those of apps and feeds go to the callback of their click. */
export const baidu = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  return adPlatform({
    name: 'baidu',
    title: '百度营销',
    faults: ['expired_token', 'partial_failure', 'whole_batch', 'ok_with_failure'],
    clickIds: { bd_vid: '' },
    monitor: MONITOR,
    conversions,
    serve: (app) => {
      uploadRoutes(app, world, conversions)
      callbackRoutes(app, world, conversions)
    },
  })
}
