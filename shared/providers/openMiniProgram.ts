import type { WechatApp } from '../wechat/call.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'
import { ProviderFailure } from './providerFailure.ts'

const KIND = 'wechat_mini_program'

/** The mini program of a connection; `appId` is what it says it is. Fails with a ProviderFailure `other_app` when it is another. */
export const openMiniProgram = async (deps: ProviderDeps, connectionId: string, appId?: string): Promise<WechatApp> => {
  const credentials = await openConnection(deps, KIND, connectionId)
  if (appId !== undefined && appId !== credentials.appId)
    throw new ProviderFailure({ provider: KIND, kind: 'refused', code: 'other_app' })
  const { appId: own, appSecret, baseUrl } = credentials
  return { appId: own, appSecret, baseUrl, timeoutMs: deps.timeoutMs }
}
