import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { atEnd } from './place.ts'

/** A call of an AWS service that speaks JSON: `DynamoDB_20120810.PutItem` and what it was called with. */
export type AwsCall = { target: string; body: Record<string, unknown> }

/** Passes AWS calls on to an endpoint and keeps them. */
export const startRecordingProxy = async (endpoint: string, calls: AwsCall[]): Promise<string> => {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const { host, connection, 'content-length': length, ...headers } = request.headers as Record<string, string>
    calls.push({ target: headers['x-amz-target'] ?? '', body: JSON.parse(body.toString()) })
    const answer = await fetch(endpoint, { method: 'POST', headers, body })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
