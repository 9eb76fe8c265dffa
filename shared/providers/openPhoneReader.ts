import type { ProviderTokenStore } from '../store/providerTokenStore.ts'
import { wechatAccessToken } from '../wechat/accessToken.ts'
import { wechatPhoneNumber } from '../wechat/phoneNumber.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'
import type { PhoneReader } from './phoneReader.ts'
import { ProviderFailure } from './providerFailure.ts'

const KIND = 'wechat_mini_program'

/** The phone reader of a connection of kind `wechat_mini_program`; `appId` is what the mini program says it is. */
export const openPhoneReader = async (
  deps: ProviderDeps & { tokens: ProviderTokenStore },
  connectionId: string,
  appId?: string,
): Promise<PhoneReader> => {
  const credentials = await openConnection(deps, KIND, connectionId)
  if (appId !== undefined && appId !== credentials.appId)
    throw new ProviderFailure({ provider: KIND, kind: 'refused', code: 'other_app' })
  const app = { ...credentials, timeoutMs: deps.timeoutMs }
  const place = { kind: KIND, connectionId }
  return wechatPhoneNumber(app, wechatAccessToken({ app, place, tokens: deps.tokens, ring: deps.ring, now: deps.now }))
}
