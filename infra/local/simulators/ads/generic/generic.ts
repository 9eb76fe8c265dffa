import { genericClicks } from '../../../../../shared/platforms/clicks/generic.ts'
import type { World } from '../../world.ts'
import { type AdClick, type AdPlatform, adPlatform, type Monitor } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'

/** Its own values in the places of our macros, as whoever enters the link puts them there. */
const macrosOf = ({ id, at }: AdClick): Record<string, string> => ({
  __CLICK_ID__: id,
  __AD__: 'regional-news',
  __CREATIVE__: 'banner-728',
  __ACCOUNT__: '80000001',
  __TS__: String(Math.floor(at.getTime() / 1000)),
})

const MONITOR: Monitor = {
  link: genericClicks.macros,
  macros: macrosOf,
  refusesUnknownMacros: false,
  isTaken: (status) => status === 200,
}

/** A platform that nobody knows by name: it tells of clicks, and takes no conversions. */
export const generic = (world: World): AdPlatform =>
  adPlatform({
    name: 'generic',
    title: '其他投放平台',
    faults: [],
    clickIds: { click_id: 'gen-' },
    monitor: MONITOR,
    conversions: conversionLedger(world),
    serve: () => undefined,
  })
