import type { SimulatorApp, World } from '../world.ts'
import type { AdPlatform } from './adPlatform.ts'
import { baidu } from './baidu/baidu.ts'
import { clickRoute } from './clicks.ts'
import { generic } from './generic/generic.ts'
import { googleAds } from './googleAds/googleAds.ts'
import { kuaishou } from './kuaishou/kuaishou.ts'
import { leadRoute } from './leads.ts'
import { meta } from './meta/meta.ts'
import { oceanEngine } from './oceanEngine/oceanEngine.ts'
import { partner } from './partner/partner.ts'
import { tencentAds } from './tencentAds/tencentAds.ts'

/** Everyone who sends people with ads, or brings leads. */
export const adPlatforms = (world: World): AdPlatform[] =>
  [tencentAds, oceanEngine, kuaishou, baidu, generic, meta, googleAds, partner].map((platform) => platform(world))

/** What makes any of them act. */
export const adRoutes = (app: SimulatorApp, world: World, platforms: readonly AdPlatform[]): void => {
  clickRoute(app, world, platforms)
  leadRoute(app, world, platforms)
}
