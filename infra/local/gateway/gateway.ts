import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Topology } from '../../topologySpec.ts'
import type { Invoke } from '../functions.ts'
import { assertCanListen, listen } from '../listen.ts'
import { gatewayEvent, targetOf } from './gatewayEvent.ts'
import { type GatewayResponse, gatewayResponse, plainResponse } from './gatewayResponse.ts'
import { routerOf } from './router.ts'

/** What an HTTP API takes at most. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

/** How long a request may go on when the gateway is closed. */
const GRACE_MS = 750

const METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** The body, or undefined when it is too long; what is left of it is then let pass unread. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = Number(request.headers['content-length'] ?? 0)
  if (size <= MAX_BODY_BYTES) {
    size = 0
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > MAX_BODY_BYTES) break
      chunks.push(chunk)
    }
  }
  if (size <= MAX_BODY_BYTES) return Buffer.concat(chunks)
  request.resume()
  return undefined
}

const send = (response: ServerResponse, { status, headers, body }: GatewayResponse, more: object): void => {
  const length = status === 204 || status === 304 ? {} : { 'content-length': body.length }
  response.writeHead(status, { ...headers, ...length, ...more })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

const OTHERWISE = 'Stop what uses it, or set PORT to another one.'

/** A HostProblem when a gateway could not listen there. */
export const assertGatewayCanListen = ({ port, host }: { port: number; host: string }): Promise<void> =>
  assertCanListen({ port, host, otherwise: OTHERWISE })

const close = async (server: Server): Promise<void> => {
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(cut)
}

/** An HTTP API on this machine: each request becomes an event, its function is called, the answer is sent. */
export const startGateway = async (
  topology: Topology,
  invoke: Invoke,
  { port, host, report }: { port: number; host: string; report: (error: unknown) => void },
): Promise<{ port: number; close: () => Promise<void> }> => {
  const route = routerOf(topology)
  const answer = async (request: IncomingMessage): Promise<GatewayResponse> => {
    const { method = '', url = '' } = request
    const body = await bodyOf(request)
    if (!body) return plainResponse(413, 'Request Entity Too Large')
    const target = targetOf(url)
    if (!target) return plainResponse(400, 'Bad Request')
    const found = METHODS.has(method) ? route(method, target.path) : undefined
    if (!found) return plainResponse(404, 'Not Found')
    return gatewayResponse(await invoke(found.name, gatewayEvent(request, target, body, found.matched)))
  }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ending = () => (server.listening ? {} : { connection: 'close' })
    try {
      send(response, await answer(request), ending())
    } catch (error) {
      if (request.socket.destroyed || response.headersSent) return void response.destroy()
      report(error)
      send(response, plainResponse(500, 'Internal Server Error'), ending())
    }
  }
  const server = createServer({ keepAliveTimeout: 65_000 }, serve)
  return { port: await listen(server, { port, host, otherwise: OTHERWISE }), close: () => close(server) }
}
