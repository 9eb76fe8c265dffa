import { ProviderFailure } from './providerFailure.ts'

/** How long a provider may take, connection and answer together. */
export const PROVIDER_TIMEOUT_MS = 5000

type ProviderRequest = {
  provider: string
  url: string
  headers: Record<string, string>
  body?: string
  timeoutMs?: number
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

const refusedBy = (provider: string, status: number): ProviderFailure => {
  const code = `http_${status}`
  if (status === 429) return new ProviderFailure({ provider, kind: 'rate_limited', code })
  return new ProviderFailure({ provider, kind: status >= 500 ? 'unreachable' : 'refused', code })
}

/** Asks with GET, or posts the body where there is one. */
const textOf = async ({ provider, url, headers, body, timeoutMs }: ProviderRequest): Promise<string> => {
  const signal = AbortSignal.timeout(timeoutMs ?? PROVIDER_TIMEOUT_MS)
  try {
    const method = body === undefined ? 'GET' : 'POST'
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' })
    const text = await response.text()
    if (!response.ok) throw refusedBy(provider, response.status)
    return text
  } catch (error) {
    if (error instanceof ProviderFailure) throw error
    throw new ProviderFailure({ provider, kind: isTimeout(error) ? 'timeout' : 'unreachable' })
  }
}

const jsonOf = async (request: ProviderRequest): Promise<unknown> => {
  const text = await textOf(request)
  try {
    return JSON.parse(text)
  } catch {
    throw new ProviderFailure({ provider: request.provider, kind: 'malformed', code: 'not_json' })
  }
}

/** Posts to a provider and returns its JSON. Fails with a ProviderFailure; a redirect is refused, not followed. */
export const postJson = (request: ProviderRequest & { body: string }): Promise<unknown> => jsonOf(request)

/** The same with GET. What the address holds stands in no failure. */
export const getJson = (request: Omit<ProviderRequest, 'body' | 'headers'>): Promise<unknown> =>
  jsonOf({ ...request, headers: {} })

/** The same as text, for JSON that is read in another way. */
export const getText = (request: Omit<ProviderRequest, 'body' | 'headers'>): Promise<string> =>
  textOf({ ...request, headers: {} })
