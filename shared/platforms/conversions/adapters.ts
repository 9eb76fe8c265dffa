import type { ConversionEvent } from '../../domain/conversion.ts'
import type { Adapter } from './adapter.ts'
import { type BaiduAccount, baiduInvalid, baiduUpload } from './baidu.ts'
import { baiduByCallback } from './baiduCallback.ts'
import { type GoogleAdsAccount, googleAds } from './googleAds.ts'
import { type KuaishouAccount, kuaishou } from './kuaishou.ts'
import { type MetaAccount, meta } from './meta.ts'
import { type OceanEngineAccount, oceanEngine } from './oceanEngine.ts'
import { oceanEngineByClue } from './oceanEngineClue.ts'
import { type PartnerAccount, partner } from './partner.ts'
import { type TencentAdsAccount, tencentAdsByCallback, tencentAdsByClickId } from './tencentAds.ts'

export type Accounts = {
  tencent_ads: TencentAdsAccount
  ocean_engine: OceanEngineAccount
  kuaishou: KuaishouAccount
  baidu: BaiduAccount
  meta: MetaAccount
  google_ads: GoogleAdsAccount
  partner: PartnerAccount
}
export type ConversionPlatform = keyof Accounts

/** The ways of reporting to each platform, the better ones first. */
const WAYS: {
  [Platform in ConversionPlatform]: readonly [Adapter<Accounts[Platform]>, ...Adapter<Accounts[Platform]>[]]
} = {
  tencent_ads: [tencentAdsByCallback, tencentAdsByClickId],
  ocean_engine: [oceanEngine, oceanEngineByClue],
  kuaishou: [kuaishou],
  baidu: [baiduByCallback, baiduInvalid, baiduUpload],
  meta: [meta],
  google_ads: [googleAds],
  partner: [partner],
}

/** For how long a platform takes an event, and from when; the same in each of its ways. */
export const windowOf = (platform: ConversionPlatform): { days: number; from: 'click' | 'event' } => {
  const [{ windowDays: days, windowFrom: from }] = WAYS[platform]
  return { days, from }
}

/** Whether a platform's events are reported to what its click monitor was given, in one of its ways. */
export const wantsCallback = (platform: ConversionPlatform): boolean => WAYS[platform].some((way) => way.byCallback)

/** A way by its id. */
export const wayById = <Platform extends ConversionPlatform>(
  platform: Platform,
  id: string,
): Adapter<Accounts[Platform]> | undefined => {
  const ways: readonly Adapter<Accounts[Platform]>[] = WAYS[platform]
  return ways.find((way) => way.id === id)
}

/** The first way in which an event can be reported, or why each of them cannot take it. */
export const wayFor = <Platform extends ConversionPlatform>(
  platform: Platform,
  event: ConversionEvent,
  account: Accounts[Platform],
): { way: Adapter<Accounts[Platform]> } | { unfit: string[] } => {
  const ways: readonly Adapter<Accounts[Platform]>[] = WAYS[platform]
  const way = ways.find((each) => each.unfit(event, account) === undefined)
  return way ? { way } : { unfit: ways.flatMap((each) => each.unfit(event, account) ?? []) }
}
