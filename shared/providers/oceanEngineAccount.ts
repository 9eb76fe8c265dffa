import type { OutAnswer, OutRequest } from '../outbound/callOut.ts'
import type { OceanEngineAccount } from '../platforms/conversions/oceanEngine.ts'
import { askForOceanEngineToken, oceanEngineTokenIn } from '../platforms/oceanEngineToken.ts'
import { askForToken } from './askForToken.ts'
import { fixedAccount, grantedAccount, type KeptTokens, type OpenAccount } from './openAccount.ts'
import { openConnection } from './openConnection.ts'

const provider = 'ocean_engine'

type Call = (request: OutRequest) => Promise<OutAnswer>

/** The account of a connection, with the token that was set, those that its grant gives, or none. Fails with a ProviderFailure when there is no connection. */
export const openOceanEngine = async (
  deps: KeptTokens & { call: Call },
  connectionId: string,
): Promise<OpenAccount<OceanEngineAccount>> => {
  const connection = await openConnection(deps, provider, connectionId)
  const { advertiserId, token, accessToken, baseUrl, oauthClientId, oauthClientSecret, oauthRefreshToken } = connection
  const account = { advertiserId, ...(token !== undefined && { token }), ...(baseUrl !== undefined && { baseUrl }) }
  if (oauthClientId === undefined || oauthClientSecret === undefined || oauthRefreshToken === undefined)
    return fixedAccount({ ...account, ...(accessToken !== undefined && { accessToken }) })
  const app = { appId: oauthClientId, secret: oauthClientSecret, baseUrl }
  return grantedAccount(
    deps,
    {
      kind: provider,
      connectionId,
      refreshToken: oauthRefreshToken,
      ask: (by) =>
        askForToken(deps.call, { provider, request: askForOceanEngineToken(app, by), read: oceanEngineTokenIn }),
    },
    { ...account, accessToken: '' },
  )
}
