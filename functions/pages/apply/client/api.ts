import { journey } from './journey.ts'

export type Fault = { pointer: string; code: string; message: string }

/** What the API answered. A problem has a code; the status is 0 when nothing came. */
export type Reply<Body> = {
  status: number
  ok: boolean
  body: Body & { code?: string; detail?: string; errors?: Fault[] }
}

type Request = { body?: object; version?: number | undefined }

const headersOf = ({ body, version }: Request): Record<string, string> => ({
  ...(journey.leadToken && { authorization: `Bearer ${journey.leadToken}` }),
  ...(body && { 'content-type': 'application/json' }),
  ...(version !== undefined && { 'if-match': `"${version}"` }),
})

/** Calls the API with the token of the lead. Never fails: a lost connection is a reply too. */
export const call = async <Body extends object>(
  method: string,
  path: string,
  request: Request = {},
): Promise<Reply<Body>> => {
  try {
    const response = await fetch(`/v1${path}`, {
      method,
      headers: headersOf(request),
      ...(request.body && { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const body = (await response.json()) as Reply<Body>['body']
    return { status: response.status, ok: response.ok, body }
  } catch {
    return { status: 0, ok: false, body: {} as Reply<Body>['body'] }
  }
}
