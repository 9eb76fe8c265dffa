import type { ProviderTokenStore } from '../store/providerTokenStore.ts'
import { wechatAccessToken } from '../wechat/accessToken.ts'
import { wechatPhoneNumber } from '../wechat/phoneNumber.ts'
import type { ProviderDeps } from './openConnection.ts'
import { openMiniProgram } from './openMiniProgram.ts'
import type { PhoneReader } from './phoneReader.ts'

/** The phone reader of a connection of kind `wechat_mini_program`; `appId` is what the mini program says it is. */
export const openPhoneReader = async (
  deps: ProviderDeps & { tokens: ProviderTokenStore },
  connectionId: string,
  appId?: string,
): Promise<PhoneReader> => {
  const app = await openMiniProgram(deps, connectionId, appId)
  const place = { kind: 'wechat_mini_program', connectionId }
  return wechatPhoneNumber(app, wechatAccessToken({ app, place, tokens: deps.tokens, ring: deps.ring, now: deps.now }))
}
