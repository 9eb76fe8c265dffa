import * as z from 'zod'
import { type FailureKind, ProviderFailure } from '../providers/providerFailure.ts'
import { postJson } from '../providers/request.ts'

/** A mini program or official account and how its API is reached; `baseUrl` in place of the real host. */
export type WechatApp = { appId: string; appSecret: string; baseUrl?: string; timeoutMs?: number }

const HOST = 'https://api.weixin.qq.com'

const Verdict = z.looseObject({ errcode: z.number().optional() })

/** -1 is "busy, try again"; 45009 and 45011 are limits per day and per minute. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  '-1': 'unreachable',
  45009: 'rate_limited',
  45011: 'rate_limited',
}

const provider = 'wechat'

const refusal = (code: string): ProviderFailure =>
  new ProviderFailure({ provider, kind: KINDS[code] ?? 'refused', code })

/** An answer without what was asked for. */
export const malformed = (code: string): ProviderFailure => new ProviderFailure({ provider, kind: 'malformed', code })

type WechatCall = { path: string; token?: string; body: Record<string, unknown> }

/** Calls WeChat's API and returns its answer, read by a schema. Errors come as `errcode` inside HTTP 200; all are ProviderFailures. */
export const callWechat = async <Output>(
  { baseUrl, timeoutMs }: WechatApp,
  { path, token, body }: WechatCall,
  output: z.ZodType<Output>,
): Promise<Output> => {
  const query = token === undefined ? '' : `?access_token=${encodeURIComponent(token)}`
  const url = `${(baseUrl ?? HOST).replace(/\/$/, '')}${path}${query}`
  const headers = { 'content-type': 'application/json' }
  const answer = await postJson({ provider, url, headers, body: JSON.stringify(body), timeoutMs })
  const verdict = Verdict.safeParse(answer)
  if (!verdict.success) throw malformed('unexpected_shape')
  if (verdict.data.errcode) throw refusal(String(verdict.data.errcode))
  const read = output.safeParse(answer)
  if (!read.success) throw malformed('unexpected_shape')
  return read.data
}
