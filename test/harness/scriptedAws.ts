import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Options } from '../../shared/runtime/aws/awsJson.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { atEnd, environmentOf } from './place.ts'

/** What to do with one request. */
export type Turn =
  /** Answer; `headers` beside those that AWS sends. */
  | { status: number; body: unknown; headers?: Record<string, string> }
  /** Answer nothing. */
  | 'silence'
  /** Close the connection before an answer. */
  | 'reset'
  /** Promise more of an answer than is sent, then close, or then fall silent. */
  | 'cut'
  | 'stall'

export type Call = { at: number; port: number | undefined; headers: IncomingMessage['headers']; body: unknown }

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

const act = (turn: Turn, response: ServerResponse): void => {
  if (turn === 'silence') return
  if (turn === 'reset') return void response.destroy()
  if (turn === 'cut' || turn === 'stall') {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('{"Item":', () => turn === 'cut' && response.destroy())
    return
  }
  response.writeHead(turn.status, turn.headers)
  response.end(typeof turn.body === 'string' ? turn.body : JSON.stringify(turn.body))
}

/** An AWS service that does with each request what the next turn says, and the last turn for ever; ended with the test file. */
export const scriptedAws = async (...turns: [Turn, ...Turn[]]) => {
  const calls: Call[] = []
  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const { headers, socket } = request
    const turn = turns[Math.min(calls.length, turns.length - 1)] ?? 'reset'
    const call: Call = { at: performance.now(), port: socket.remotePort, headers, body: undefined }
    calls.push(call)
    call.body = JSON.parse(await textOf(request))
    act(turn, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls }
}

/** An answer that found an item, and a way to get it: from a service that acts by its turns. */
export const FOUND = { status: 200, body: { Item: { pk: { S: 'a' } } } }
export const GET = { TableName: 'tuoke', Key: { pk: { S: 'a' } } }
export const getBy = async (turns: [Turn, ...Turn[]], options: Options = {}) => {
  const { url, calls } = await scriptedAws(...turns)
  const db = dynamoClient({ environment: environmentOf(url), waits: { connectMs: 1000, answerMs: 200 }, ...options })
  return { get: () => db.getItem(GET), calls, db }
}

/** An answer in which AWS refuses. */
export const refusal = (name: string, more: object = {}, headers: Record<string, string> = {}) => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `because of ${name}`, ...more },
  headers,
})

export const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
