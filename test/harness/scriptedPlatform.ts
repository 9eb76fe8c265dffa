import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { atEnd } from './place.ts'

/** A request that an ad platform got. */
export type Got = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

/** What it answers: a body of JSON, and how; or whatever else it does. */
export type Answer =
  | { status?: number; headers?: Record<string, string>; json: unknown }
  | { act: (response: ServerResponse) => void }

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** An ad platform that answers as it is told to; ended with the test file. */
export const startScriptedPlatform = async () => {
  let rule: (got: Got) => Answer = () => ({ json: {} })
  const got: Got[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: await textOf(request) }
    got.push(one)
    const answer = rule(one)
    if ('act' in answer) return answer.act(response)
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.json))
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  atEnd(() => server.close())
  atEnd(() => server.closeAllConnections())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    /** What it got, the newest last. */
    got,
    /** The bodies of what it got, as JSON. */
    bodies: () => got.map(({ body }) => JSON.parse(body)),
    answer: (next: Answer): void => {
      rule = () => next
    },
    /** Answers each request by what it is. */
    decide: (next: (got: Got) => Answer): void => {
      rule = next
    },
  }
}

export type ScriptedPlatform = Awaited<ReturnType<typeof startScriptedPlatform>>
