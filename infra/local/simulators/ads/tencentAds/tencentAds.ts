import { randomInt, randomUUID } from 'node:crypto'
import { tencentAdsClicks } from '../../../../../shared/platforms/clicks/tencentAds.ts'
import { tencentLeadsSignature } from '../../../../../shared/platforms/leads/tencentAds.ts'
import type { World } from '../../world.ts'
import { TENCENT_ADS } from '../accounts.ts'
import { type AdClick, type AdPlatform, adPlatform, type LeadForm, type Monitor } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'
import { audienceList } from './audienceList.ts'
import { audiencePanel } from './audiencePanel.ts'
import { audienceRoutes } from './audiences.ts'
import { callbackUrl } from './callback.ts'
import { conversionRoutes } from './conversions.ts'
import { oauthTokens } from './oauth.ts'

/** Pages know the click by `gdt_vid` or `qz_gdt`, which lines up with the request, not with the click id of the monitor. */
const macrosOf = ({ id, eventId, at }: AdClick): Record<string, string> => {
  const seconds = String(Math.floor(at.getTime() / 1000))
  return {
    __CLICK_ID__: eventId,
    __CLICK_TIME__: seconds,
    __IMPRESSION_TIME__: seconds,
    __CALLBACK__: callbackUrl(eventId),
    __ACCOUNT_ID__: TENCENT_ADS.accountId,
    __AGENCY_ID__: '',
    __ADGROUP_ID__: '30000000001',
    __ADGROUP_NAME__: '经营贷 朋友圈',
    __DYNAMIC_CREATIVE_ID__: '40000000001',
    __DYNAMIC_CREATIVE_NAME__: '门店主',
    __SITE_SET_NAME__: 'SITE_SET_MOMENTS',
    __AD_PLATFORM_TYPE__: '5',
    __DEVICE_OS_TYPE__: 'android',
    __REQUEST_ID__: id,
    __IMPRESSION_ID__: '',
  }
}

const MONITOR: Monitor = {
  link: tencentAdsClicks.macros,
  macros: macrosOf,
  refusesUnknownMacros: false,
  isTaken: (status) => status === 200,
}

/** Pushes of leads.qq.com, with the signature of its API: whether pushes carry it is not verified. */
const LEAD_FORM: LeadForm = {
  marksTests: false,
  isTaken: (status) => status === 200,
  push: ({ phone, name }) => {
    const { accountId, leads } = TENCENT_ADS
    const lead = {
      leads_id: String(randomInt(10 ** 12, 10 ** 13)),
      account_id: accountId,
      page_id: '50000001',
      page_url: 'https://page.example.com/form',
      adgroup_name: '经营贷 朋友圈',
      leads_name: name,
      leads_tel: phone,
      tel_location: '广东省深圳市',
      address: '',
    }
    return (at) => {
      const timestamp = String(Math.floor(at.getTime() / 1000))
      const nonce = randomUUID().replaceAll('-', '')
      const signature = tencentLeadsSignature({ ...leads, timestamp, algorithm: 'sha256', nonce })
      const headers = { 'content-type': 'application/json', 'x-signature': signature }
      return { headers, body: JSON.stringify(lead) }
    }
  },
}

/** Tencent Ads with one account and one data source of web pages. */
export const tencentAds = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  const audiences = audienceList()
  const tokens = oauthTokens(world)
  return adPlatform({
    name: 'tencent_ads',
    title: '腾讯广告',
    faults: ['expired_token', 'whole_batch', 'ok_with_failure'],
    clickIds: { gdt_vid: 'wx0', qz_gdt: '' },
    monitor: MONITOR,
    leadForm: LEAD_FORM,
    conversions,
    serve: (app) => {
      tokens.serve(app)
      conversionRoutes(app, world, tokens, conversions)
      audienceRoutes(app, world, tokens, audiences)
    },
    kept: () => audiencePanel(audiences),
  })
}
