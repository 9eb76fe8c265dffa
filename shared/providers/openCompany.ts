import type { ProviderTokenStore } from '../store/providerTokenStore.ts'
import { wecomAccessToken } from '../wecom/accessToken.ts'
import type { WecomCorp } from '../wecom/call.ts'
import type { AccessToken } from './accessToken.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'

/** A company's WeCom by a connection, with the token that its API is called with, and the campaign of those who add staff by none of our codes. */
export const openCompany = async (
  deps: ProviderDeps & { tokens: ProviderTokenStore },
  connectionId: string,
): Promise<{ corp: WecomCorp; accessToken: AccessToken; campaign: string | undefined }> => {
  const kind = 'wecom'
  const { corpId, secret, baseUrl, campaign } = await openConnection(deps, kind, connectionId)
  const { tokens, ring, now, timeoutMs } = deps
  const corp = { corpId, secret, baseUrl, timeoutMs }
  const accessToken = wecomAccessToken({ corp, place: { kind, connectionId }, tokens, ring, now })
  return { corp, accessToken, campaign }
}
