import type { TencentAdsAccount } from '../platforms/conversions/tencentAds.ts'
import { askForTencentToken, tencentTokenIn } from '../platforms/tencentAdsToken.ts'
import { askForToken } from './askForToken.ts'
import { fixedAccount, grantedAccount, grantIn, type KeptTokens, type OpenAccount } from './openAccount.ts'
import { openConnection } from './openConnection.ts'

const provider = 'tencent_ads'

/** The account of a connection, with the token that was set or those that its grant gives. Fails with a ProviderFailure when there is none. */
export const openTencentAds = async (
  deps: KeptTokens,
  connectionId: string,
): Promise<OpenAccount<TencentAdsAccount>> => {
  const { accessToken = '', ...connection } = await openConnection(deps, provider, connectionId)
  const grant = grantIn(connection)
  if (!grant) return fixedAccount({ ...connection, accessToken })
  const request = askForTencentToken({ ...grant, baseUrl: connection.baseUrl })
  const ask = () => askForToken(deps.call, { provider, request, read: tencentTokenIn })
  const refreshToken = grant.oauthRefreshToken
  return grantedAccount(deps, { kind: provider, connectionId, refreshToken, ask }, { ...connection, accessToken })
}
