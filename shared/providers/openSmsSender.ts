import { tencentSms } from '../tencentCloud/sms.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'
import type { SmsSender } from './smsSender.ts'

/** The sender of a connection of kind `sms`. */
export const openSmsSender = async (deps: ProviderDeps, connectionId: string): Promise<SmsSender> => {
  const credentials = await openConnection(deps, 'sms', connectionId)
  return tencentSms({ ...credentials, now: deps.now, timeoutMs: deps.timeoutMs })
}
