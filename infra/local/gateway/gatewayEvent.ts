import { isUtf8 } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { Matched } from './router.ts'

/** All that an HTTP API passes on as text, as measured on AWS: forms, for one, come in Base64. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\s*(;|$))/i

/** Headers of a connection, not of a request. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const bodyOf = (bytes: Buffer, contentType: string): Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'> => {
  if (bytes.length === 0) return { isBase64Encoded: false }
  const asText = TEXT_TYPES.test(contentType) && isUtf8(bytes)
  return { body: bytes.toString(asText ? 'utf8' : 'base64'), isBase64Encoded: !asText }
}

/** Several values of one name joined by commas. */
const joined = (pairs: Iterable<[string, string]>): Record<string, string> => {
  const values = new Map<string, string>()
  for (const [name, value] of pairs) {
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(values)
}

const headersOf = ({ rawHeaders }: IncomingMessage): Record<string, string> => {
  const pairs: [string, string][] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    if (name !== 'cookie' && !HOP_BY_HOP.has(name)) pairs.push([name, rawHeaders[i + 1] ?? ''])
  }
  return joined(pairs)
}

const queryOf = (query: string): Record<string, string> | undefined => {
  const parameters = joined(new URLSearchParams(query))
  return Object.keys(parameters).length > 0 ? parameters : undefined
}

const traceId = (): string => `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`

const addressOf = ({ socket }: IncomingMessage): string => (socket.remoteAddress ?? '').replace(/^::ffff:/, '')

const domainOf = (host: string | undefined): string =>
  host && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : 'localhost'

/** As logs have it: 25/Nov/2026:02:49:32 +0000. */
const timeOf = (at: Date): string => {
  const [, day, month, year, time] = at.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}

/** Where a request goes: its path, percent escapes decoded, and its query as it is. */
export type Target = { path: string[]; query: string }

/** The target of a request line; undefined when it names no path that can be read. */
export const targetOf = (url: string): Target | undefined => {
  const [path = '', query = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/\?(.*)/s)
  if (!/^(\/|$)/.test(path)) return undefined
  try {
    return { path: (path || '/').split('/').map(decodeURIComponent), query }
  } catch {
    return undefined
  }
}

const contextOf = (
  request: IncomingMessage,
  headers: Record<string, string>,
  { path, routeKey }: { path: string; routeKey: string },
): APIGatewayProxyEventV2['requestContext'] => {
  const now = new Date()
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: domainOf(headers.host),
    domainPrefix: 'local',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: addressOf(request),
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: randomBytes(12).toString('base64url'),
    routeKey,
    stage: '$default',
    time: timeOf(now),
    timeEpoch: now.getTime(),
  }
}

/** The event that an HTTP API (payload format 2.0) makes of a request. */
export const gatewayEvent = (
  request: IncomingMessage,
  { path, query }: Target,
  body: Buffer,
  { routeKey, pathParameters }: Matched,
): APIGatewayProxyEventV2 => {
  const rawPath = path.join('/')
  const sourceIp = addressOf(request)
  const headers = headersOf(request)
  const forwarded = headers['x-forwarded-for']
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: query,
    cookies: request.headers.cookie?.split('; '),
    headers: {
      ...headers,
      'x-amzn-trace-id': traceId(),
      'x-forwarded-for': forwarded ? `${forwarded}, ${sourceIp}` : sourceIp,
      'x-forwarded-port': String(request.socket.localPort),
      'x-forwarded-proto': 'http',
    },
    queryStringParameters: queryOf(query),
    pathParameters,
    requestContext: contextOf(request, headers, { path: rawPath, routeKey }),
    ...bodyOf(body, headers['content-type'] ?? ''),
  }
}
