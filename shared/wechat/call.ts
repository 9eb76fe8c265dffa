import type * as z from 'zod'
import { callErrcodeApi, type ErrcodeCall } from '../providers/errcodeApi.ts'
import { type FailureKind, ProviderFailure } from '../providers/providerFailure.ts'

/** A mini program or official account and how its API is reached; `baseUrl` in place of the real host. */
export type WechatApp = { appId: string; appSecret: string; baseUrl?: string; timeoutMs?: number }

const HOST = 'https://api.weixin.qq.com'

/** -1 is "busy, try again"; 45009 and 45011 are limits per day and per minute. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '-1': 'unreachable',
  45009: 'rate_limited',
  45011: 'rate_limited',
}

const provider = 'wechat'

/** An answer without what was asked for. */
export const malformed = (code: string): ProviderFailure => new ProviderFailure({ provider, kind: 'malformed', code })

/** Calls WeChat's API and returns its answer, read by a schema. All that goes wrong is a ProviderFailure. */
export const callWechat = <Output>(
  { baseUrl = HOST, timeoutMs }: WechatApp,
  call: ErrcodeCall,
  output: z.ZodType<Output>,
): Promise<Output> => callErrcodeApi({ provider, baseUrl, kinds: KINDS, timeoutMs }, call, output)
