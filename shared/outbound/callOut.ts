import { lookup as lookUp } from 'node:dns'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { isPublicIp } from './publicAddress.ts'

/** A request to somebody outside. */
export type OutRequest = {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | Uint8Array
}

/** What came back. `unreachable`: nothing was sent. `unanswered`: it may have arrived, but nothing that can be read came back. */
export type OutAnswer =
  | { status: number; body: string; retryAfter: string | null }
  | { failed: 'unreachable' | 'unanswered' | 'host_not_allowed' | 'address_not_public' }

export type OutOptions = {
  /** Hosts that may be called, with their port where it is not the usual one. */
  hosts: ReadonlySet<string>
  timeoutMs?: number
  /** How names are resolved. */
  lookup?: LookupFunction
}

/** How long an answer may take, connection and all, and how long it may be. */
const TIMEOUT_MS = 5000
const MOST_BYTES = 1_048_576

class NotPublic extends Error {}

/** Resolves names as always, but to addresses of the internet only: at the moment of the call, so that nobody can change it in between. */
const publicOnly =
  (lookup: LookupFunction): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const addresses = Array.isArray(found) ? found : []
      if (addresses.length === 0 || !addresses.every(({ address }) => isPublicIp(address)))
        return done(new NotPublic('the name leads to no address of the internet'), [])
      const [first] = addresses
      return options.all ? done(null, addresses) : done(null, first?.address ?? '', first?.family)
    })

const textOf = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new RangeError('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const headOf = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve)
    // It may fail after the answer began too.
    request.on('error', reject)
  })

/** Whether a connection was made: before that, nothing can have arrived. */
const connectionOf = (request: ClientRequest, event: 'connect' | 'secureConnect'): (() => boolean) => {
  let isMade = false
  request.once('socket', (socket) =>
    socket.once(event, () => {
      isMade = true
    }),
  )
  return () => isMade
}

const send = async (url: URL, { method, headers, body }: OutRequest, options: OutOptions): Promise<OutAnswer> => {
  const { timeoutMs = TIMEOUT_MS, lookup = lookUp as LookupFunction } = options
  const isPlain = url.protocol === 'http:'
  // An import of node:http loads its WebSocket with it; this does not.
  const http = process.getBuiltinModule(isPlain ? 'node:http' : 'node:https')
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const signal = AbortSignal.timeout(timeoutMs)
  const request = http.request(url, {
    method,
    headers: { ...headers, ...length },
    agent: false,
    signal,
    lookup: publicOnly(lookup),
  })
  const isConnected = connectionOf(request, isPlain ? 'connect' : 'secureConnect')
  try {
    const head = headOf(request)
    request.end(body)
    const answer = await head
    const text = await textOf(answer)
    return { status: answer.statusCode ?? 0, body: text, retryAfter: answer.headers['retry-after'] ?? null }
  } catch (error) {
    if (error instanceof NotPublic) return { failed: 'address_not_public' }
    return { failed: isConnected() ? 'unanswered' : 'unreachable' }
  } finally {
    request.destroy()
  }
}

/** Calls somebody outside who may be called: no redirect is followed, and an answer that is late or endless is none. An IP address must itself be among the hosts. */
export const callOut = async (request: OutRequest, options: OutOptions): Promise<OutAnswer> => {
  const url = URL.parse(request.url)
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!url || !isHttp || !options.hosts.has(url.host)) return { failed: 'host_not_allowed' }
  return send(url, request, options)
}
