import type { OceanEngineAccount } from '../platforms/conversions/oceanEngine.ts'
import { askForOceanEngineToken, oceanEngineTokenIn } from '../platforms/oceanEngineToken.ts'
import { askForToken } from './askForToken.ts'
import { fixedAccount, grantedAccount, grantIn, type KeptTokens, type OpenAccount } from './openAccount.ts'
import { openConnection } from './openConnection.ts'

const provider = 'ocean_engine'

/** The account of a connection, with the token that was set, those that its grant gives, or none. Fails with a ProviderFailure when there is no connection. */
export const openOceanEngine = async (
  deps: KeptTokens,
  connectionId: string,
): Promise<OpenAccount<OceanEngineAccount>> => {
  const connection = await openConnection(deps, provider, connectionId)
  const grant = grantIn(connection)
  if (!grant) return fixedAccount(connection)
  const { oauthClientId: appId, oauthClientSecret: secret, oauthRefreshToken: refreshToken } = grant
  const ask = (by: string) => {
    const request = askForOceanEngineToken({ appId, secret, baseUrl: connection.baseUrl }, by)
    return askForToken(deps.call, { provider, request, read: oceanEngineTokenIn })
  }
  return grantedAccount(deps, { kind: provider, connectionId, refreshToken, ask }, { ...connection, accessToken: '' })
}
