import type { ClickPlatform } from '../../domain/click.ts'
import { baiduClicks } from './baidu.ts'
import type { ClickReader } from './clickReader.ts'
import { genericClicks } from './generic.ts'
import { kuaishouClicks } from './kuaishou.ts'
import { oceanEngineClicks } from './oceanEngine.ts'
import { tencentAdsClicks } from './tencentAds.ts'

/** How the click monitor of each platform is read. */
export const CLICK_READERS: Readonly<Record<ClickPlatform, ClickReader>> = {
  tencent_ads: tencentAdsClicks,
  ocean_engine: oceanEngineClicks,
  kuaishou: kuaishouClicks,
  baidu: baiduClicks,
  generic: genericClicks,
}
