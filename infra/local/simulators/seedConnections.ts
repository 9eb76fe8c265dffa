import { BAIDU, GOOGLE_ADS, META, OCEAN_ENGINE, PARTNER, TENCENT_ADS } from './ads/accounts.ts'
import { ACCOUNT } from './tencentCloud/account.ts'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from './wechat/app.ts'
import { CORP } from './wecom/corp.ts'

const { secretId, secretKey, sdkAppId, signName, templateId, ruleId } = ACCOUNT
const CLOUD = { provider: 'tencent_cloud', secretId, secretKey }

/** The ad accounts, and what the leads of their own forms are verified with. */
const adsAt = (url: string): Readonly<Record<string, object>> => {
  const { leads: tencentLeads, accountId, accessToken, userActionSetId } = TENCENT_ADS
  const { leads: feiyu, advertiserId, token, accessToken: oceanToken } = OCEAN_ENGINE
  return {
    'tencent_ads/demo': {
      accountId,
      accessToken,
      userActionSetId,
      leadsToken: tencentLeads.token,
      leadsSecret: tencentLeads.secret,
      leadsSigned: 'required',
      baseUrl: `${url}/tencent_ads`,
    },
    'ocean_engine/demo': {
      advertiserId,
      token,
      accessToken: oceanToken,
      leadsKey: feiyu.key,
      leadsToken: feiyu.token,
      baseUrl: `${url}/ocean_engine`,
    },
    'kuaishou/demo': { baseUrl: `${url}/kuaishou` },
    'baidu/demo': { token: BAIDU.token, akey: BAIDU.akey, baseUrl: `${url}/baidu` },
    'meta/demo': { ...META, baseUrl: `${url}/meta` },
    'google_ads/demo': { ...GOOGLE_ADS, baseUrl: `${url}/google_ads` },
    'partner/demo': { ...PARTNER, baseUrl: `${url}/partner` },
  }
}

const connectionsTo = (url: string): Readonly<Record<string, object>> => ({
  'sms/demo': { ...CLOUD, sdkAppId, signName, templateId, baseUrl: `${url}/tencent_cloud/sms` },
  'face_check/demo': { ...CLOUD, ruleId, baseUrl: `${url}/tencent_cloud/faceid` },
  'wechat_mini_program/demo': { ...MINI_PROGRAM, baseUrl: `${url}/wechat` },
  'wechat_official_account/demo': {
    ...OFFICIAL_ACCOUNT,
    campaign: 'demo-official-account',
    baseUrl: `${url}/wechat`,
  },
  'wecom/demo': { ...CORP, campaign: 'demo-wecom', baseUrl: `${url}/wecom` },
  ...adsAt(url),
})

type Installation = { url: string; operatorKey: string }

/** Sets the demo connections to the simulators, through the API like anybody else; a second time changes nothing. */
export const seedConnections = async ({ url, operatorKey }: Installation, simulators: string): Promise<void> => {
  const headers = { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' }
  for (const [path, credentials] of Object.entries(connectionsTo(simulators))) {
    const init = { method: 'PUT', headers, body: JSON.stringify(credentials) }
    const response = await fetch(`${url}/v1/connections/${path}`, init)
    if (!response.ok) throw new Error(`the demo connection ${path} could not be made: ${await response.text()}`)
  }
}
