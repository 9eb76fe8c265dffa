import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { listen } from '../listen.ts'

/** What an answer is made with beside the request: the way to cut its connection. */
export type Connection = { cut: () => void }

type Answer = (request: Request, connection: Connection) => Response | Promise<Response>

const MAX_BODY_BYTES = 1024 * 1024

const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const requestOf = ({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Request => {
  const sent = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = { method, headers: sent as [string, string][], ...(hasBody && { body: new Uint8Array(body) }) }
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), init)
}

const send = async (response: ServerResponse, answer: Response): Promise<void> => {
  if (response.destroyed) return
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response)
  else response.end()
}

const OTHERWISE = 'Set PORT to another one, or TUOKE_SIMULATORS=off to do without simulators.'

/** Serves requests over HTTP until closed, which cuts what is still going on. */
export const startHttpServer = async (
  answer: Answer,
  { port, host, report }: { port: number; host: string; report: (error: unknown) => void },
): Promise<{ port: number; close: () => Promise<void> }> => {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (!body) return void response.writeHead(413, { connection: 'close' }).end()
    await send(response, await answer(requestOf(request, body), { cut: () => request.socket.destroy() }))
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!request.socket.destroyed) report(error)
      response.destroy()
    })
  })
  return {
    port: await listen(server, { port, host, otherwise: OTHERWISE }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
