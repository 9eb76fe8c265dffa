import type * as z from 'zod'
import { callErrcodeApi, type ErrcodeCall } from '../providers/errcodeApi.ts'
import type { FailureKind } from '../providers/providerFailure.ts'

/** A company at WeCom with the secret of one of its apps, and how its API is reached; `baseUrl` in place of the real host. */
export type WecomCorp = { corpId: string; secret: string; baseUrl?: string; timeoutMs?: number }

const HOST = 'https://qyapi.weixin.qq.com'

/** -1 is "busy, try again"; 45009 and 45033 are limits of calls, by time and at once. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '-1': 'unreachable',
  45009: 'rate_limited',
  45033: 'rate_limited',
}

/** Calls WeCom's API and returns its answer, read by a schema. All that goes wrong is a ProviderFailure. */
export const callWecom = <Output>(
  { baseUrl = HOST, timeoutMs }: WecomCorp,
  call: ErrcodeCall,
  output: z.ZodType<Output>,
): Promise<Output> => callErrcodeApi({ provider: 'wecom', baseUrl, kinds: KINDS, timeoutMs }, call, output)
