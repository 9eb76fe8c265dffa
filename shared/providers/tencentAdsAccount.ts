import type { OutAnswer, OutRequest } from '../outbound/callOut.ts'
import type { TencentAdsAccount } from '../platforms/conversions/tencentAds.ts'
import { askForTencentToken, tencentTokenIn } from '../platforms/tencentAdsToken.ts'
import { askForToken } from './askForToken.ts'
import { fixedAccount, grantedAccount, type KeptTokens, type OpenAccount } from './openAccount.ts'
import { openConnection } from './openConnection.ts'

const provider = 'tencent_ads'

type Call = (request: OutRequest) => Promise<OutAnswer>

/** The account of a connection, with the token that was set or those that its grant gives. Fails with a ProviderFailure when there is none. */
export const openTencentAds = async (
  deps: KeptTokens & { call: Call },
  connectionId: string,
): Promise<OpenAccount<TencentAdsAccount>> => {
  const {
    accountId,
    userActionSetId,
    baseUrl,
    accessToken = '',
    ...more
  } = await openConnection(deps, provider, connectionId)
  const account = {
    accountId,
    accessToken,
    ...(userActionSetId !== undefined && { userActionSetId }),
    ...(baseUrl !== undefined && { baseUrl }),
  }
  const { oauthClientId, oauthClientSecret, oauthRefreshToken } = more
  if (oauthClientId === undefined || oauthClientSecret === undefined || oauthRefreshToken === undefined)
    return fixedAccount(account)
  const grant = { oauthClientId, oauthClientSecret, oauthRefreshToken, baseUrl }
  return grantedAccount(
    deps,
    {
      kind: provider,
      connectionId,
      refreshToken: oauthRefreshToken,
      ask: () => askForToken(deps.call, { provider, request: askForTencentToken(grant), read: tencentTokenIn }),
    },
    account,
  )
}
