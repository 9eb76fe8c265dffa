import { wechatCodeSession } from '../wechat/codeSession.ts'
import type { LoginReader } from './loginReader.ts'
import type { ProviderDeps } from './openConnection.ts'
import { openMiniProgram } from './openMiniProgram.ts'

/** The login reader of a connection of kind `wechat_mini_program`; `appId` is what the mini program says it is. */
export const openLoginReader = async (deps: ProviderDeps, connectionId: string, appId: string): Promise<LoginReader> =>
  wechatCodeSession(await openMiniProgram(deps, connectionId, appId))
