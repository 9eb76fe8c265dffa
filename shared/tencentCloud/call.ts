import * as z from 'zod'
import { type FailureKind, ProviderFailure } from '../providers/providerFailure.ts'
import { postJson } from '../providers/request.ts'
import { tc3Authorization } from './tc3.ts'

/** An account of Tencent Cloud and how it is reached; `baseUrl` in place of the service's real host. */
export type TencentCloudAccount = {
  secretId: string
  secretKey: string
  baseUrl?: string
  timeoutMs?: number
  now: () => Date
}

/** An action of one of its services. Some services want a region. */
export type TencentCloudAction = {
  service: 'sms' | 'faceid'
  action: string
  version: string
  region?: string
  input: Record<string, unknown>
}

const Envelope = z.object({ Response: z.looseObject({ Error: z.object({ Code: z.string() }).optional() }) })

const LIMITS = /^(RequestLimitExceeded|LimitExceeded)/

const kindOf = (code: string): FailureKind => {
  if (LIMITS.test(code)) return 'rate_limited'
  return code.startsWith('InternalError') ? 'unreachable' : 'refused'
}

/** What a code of Tencent Cloud means for the caller. */
export const refusal = (service: string, code: string): ProviderFailure =>
  new ProviderFailure({ provider: `tencent_cloud ${service}`, kind: kindOf(code), code })

/** An answer without what was asked for. */
export const malformed = (service: string): ProviderFailure =>
  new ProviderFailure({ provider: `tencent_cloud ${service}`, kind: 'malformed', code: 'unexpected_shape' })

const headersOf = (
  { secretId, secretKey, now }: TencentCloudAccount,
  { service, action, version, region }: TencentCloudAction,
  { host, pathname: path }: URL,
  body: string,
): Record<string, string> => {
  const at = Math.floor(now().getTime() / 1000)
  const signed = { 'content-type': 'application/json; charset=utf-8', host, 'x-tc-action': action }
  const authorization = tc3Authorization({ secretId, secretKey, service, path, headers: signed, body, at })
  return {
    'content-type': signed['content-type'],
    authorization,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-timestamp': String(at),
    ...(region !== undefined && { 'x-tc-region': region }),
  }
}

/** Calls an action and returns what its `Response` holds, read by a schema. Errors come inside HTTP 200; all are ProviderFailures. */
export const callTencentCloud = async <Output>(
  account: TencentCloudAccount,
  action: TencentCloudAction,
  output: z.ZodType<Output>,
): Promise<Output> => {
  const { service } = action
  const url = new URL(account.baseUrl ?? `https://${service}.tencentcloudapi.com/`)
  const body = JSON.stringify(action.input)
  const answer = await postJson({
    provider: `tencent_cloud ${service}`,
    url: url.href,
    headers: headersOf(account, action, url, body),
    body,
    timeoutMs: account.timeoutMs,
  })
  const envelope = Envelope.safeParse(answer)
  if (!envelope.success) throw malformed(service)
  const { Response } = envelope.data
  if (Response.Error) throw refusal(service, Response.Error.Code)
  const read = output.safeParse(Response)
  if (!read.success) throw malformed(service)
  return read.data
}
