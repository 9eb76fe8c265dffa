import type { Accounts, ConversionPlatform } from '../../shared/platforms/conversions/adapters.ts'
import { openOceanEngine } from '../../shared/providers/oceanEngineAccount.ts'
import { fixedAccount, grantedAccount, type OpenAccount } from '../../shared/providers/openAccount.ts'
import { openConnection } from '../../shared/providers/openConnection.ts'
import { openTencentAds } from '../../shared/providers/tencentAdsAccount.ts'
import type { ConversionsDeps } from './deps.ts'
import { googleToken } from './googleToken.ts'

const openGoogle = async (
  deps: ConversionsDeps,
  connectionId: string,
): Promise<OpenAccount<Accounts['google_ads']>> => {
  const { customerId, conversionActionId, baseUrl, ...grant } = await openConnection(deps, 'google_ads', connectionId)
  const account = { customerId, conversionActionId, accessToken: '', ...(baseUrl !== undefined && { baseUrl }) }
  return grantedAccount(
    deps,
    {
      kind: 'google_ads',
      connectionId,
      refreshToken: grant.oauthRefreshToken,
      ask: () => googleToken(deps.call, { ...grant, baseUrl }),
    },
    account,
  )
}

const OPENERS: {
  [Platform in ConversionPlatform]: (deps: ConversionsDeps, id: string) => Promise<OpenAccount<Accounts[Platform]>>
} = {
  tencent_ads: openTencentAds,
  ocean_engine: openOceanEngine,
  kuaishou: async (deps, id) => fixedAccount(await openConnection(deps, 'kuaishou', id)),
  baidu: async (deps, id) => fixedAccount(await openConnection(deps, 'baidu', id)),
  meta: async (deps, id) => fixedAccount(await openConnection(deps, 'meta', id)),
  google_ads: openGoogle,
  partner: async (deps, id) => fixedAccount(await openConnection(deps, 'partner', id)),
}

/** The account of a connection. Fails with a ProviderFailure when there is none. */
export const openAccount = <Platform extends ConversionPlatform>(
  deps: ConversionsDeps,
  platform: Platform,
  connectionId: string,
): Promise<OpenAccount<Accounts[Platform]>> => OPENERS[platform](deps, connectionId)
