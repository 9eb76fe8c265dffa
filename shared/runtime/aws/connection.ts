import type { ClientRequest, IncomingHttpHeaders } from 'node:http'
import { urlToHttpOptions } from 'node:url'
import type { Headers } from './signing.ts'

/** How long to wait for a connection, and for the whole answer. */
export type Waits = { connectMs: number; answerMs: number }

export type HttpAnswer = { status: number; headers: () => IncomingHttpHeaders; text: string }

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
  readonly code = 'ETIMEDOUT'
}

const within = (request: ClientRequest, milliseconds: number, what: string): NodeJS.Timeout => {
  const giveUp = () => request.destroy(new TimeoutError(`no ${what} within ${milliseconds} ms`))
  const timer = setTimeout(giveUp, milliseconds)
  request.once('close', () => clearTimeout(timer))
  return timer
}

const answerTo = (request: ClientRequest): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    request.once('error', reject)
    request.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('error', reject)
      answer.once('end', () => {
        const { statusCode: status = 0 } = answer
        const text = Buffer.concat(chunks).toString()
        // Only a failure is asked for its headers, and Node makes them then.
        const headers = () => answer.headers
        resolve({ status, headers, text })
      })
    })
  })

/** Sends POST requests to an endpoint over connections that stay open, and that keep no process alive. Fails when the connection or the time runs out before the answer is whole. */
export const connectTo = (endpoint: URL, { connectMs, answerMs }: Waits) => {
  // An import of node:http loads its WebSocket with it (50 ms); this does not.
  const http = process.getBuiltinModule(endpoint.protocol === 'http:' ? 'node:http' : 'node:https')
  const agent = new http.Agent({ keepAlive: true })
  const { hostname, port, path } = urlToHttpOptions(endpoint)
  const options = { hostname, port, path, method: 'POST', agent }
  return (headers: Headers, body: Uint8Array): Promise<HttpAnswer> => {
    // As a list they go out as they are; as an object Node checks and keeps each of them.
    const list = [...Object.entries(headers).flat(), 'content-length', String(body.length)]
    const request = http.request({ ...options, headers: list })
    within(request, answerMs, 'answer')
    request.once('socket', (socket) => {
      if (!socket.connecting) return
      const timer = within(request, connectMs, 'connection')
      socket.once('connect', () => clearTimeout(timer))
    })
    const answer = answerTo(request)
    request.end(body)
    return answer
  }
}
