import * as z from 'zod'
import { type FailureKind, ProviderFailure } from './providerFailure.ts'
import { getJson, postJson } from './request.ts'

/** An API that tells its errors as an `errcode` inside HTTP 200, as WeChat and WeCom do; codes that are no refusal are named in `kinds`. */
export type ErrcodeApi = {
  provider: string
  baseUrl: string
  kinds: Readonly<Record<string, FailureKind>>
  timeoutMs?: number
}

/** A call: GET, or POST where there is a body. */
export type ErrcodeCall = {
  path: string
  query?: Record<string, string>
  token?: string
  body?: Record<string, unknown>
}

const Verdict = z.looseObject({ errcode: z.number().optional() })

const asked = (
  { provider, baseUrl, timeoutMs }: ErrcodeApi,
  { path, query, token, body }: ErrcodeCall,
): Promise<unknown> => {
  const search = new URLSearchParams({ ...query, ...(token !== undefined && { access_token: token }) }).toString()
  const url = `${baseUrl.replace(/\/$/, '')}${path}${search === '' ? '' : `?${search}`}`
  const request = { provider, url, timeoutMs }
  if (body === undefined) return getJson(request)
  return postJson({ ...request, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** Calls the API and returns its answer, read by a schema. All that goes wrong is a ProviderFailure. */
export const callErrcodeApi = async <Output>(
  api: ErrcodeApi,
  call: ErrcodeCall,
  output: z.ZodType<Output>,
): Promise<Output> => {
  const { provider, kinds } = api
  const answer = await asked(api, call)
  const verdict = Verdict.safeParse(answer)
  const code = verdict.data?.errcode ? String(verdict.data.errcode) : undefined
  if (code !== undefined) throw new ProviderFailure({ provider, kind: kinds[code] ?? 'refused', code })
  const read = output.safeParse(answer)
  if (!verdict.success || !read.success)
    throw new ProviderFailure({ provider, kind: 'malformed', code: 'unexpected_shape' })
  return read.data
}
