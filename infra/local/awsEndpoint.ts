import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An error that the AWS SDK is to see, by its AWS name. */
export class AwsError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** Takes the parsed input; each operation declares what it reads of it. */
export type Operation = (input: never) => unknown

/** Operations by their `X-Amz-Target`, such as `AWSEvents.PutEvents`. */
export type Operations = Record<string, Operation>

const inputOf = (body: string): never => {
  try {
    const input: unknown = JSON.parse(body || '{}')
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as never
  } catch {}
  throw new AwsError('SerializationException', 'The body is not a JSON object.')
}

const answerTo = async (
  operations: ReadonlyMap<string, Operation>,
  target: string,
  body: string,
): Promise<{ status: number; body: unknown }> => {
  try {
    const operation = operations.get(target)
    if (!operation)
      throw new AwsError(
        'UnknownOperationException',
        `The local host speaks only what the functions use, and not ${target || 'requests without X-Amz-Target'}.`,
      )
    return { status: 200, body: (await operation(inputOf(body))) ?? {} }
  } catch (error) {
    if (error instanceof AwsError) return { status: 400, body: { __type: error.name, message: error.message } }
    return { status: 500, body: { __type: 'InternalFailure', message: String(error) } }
  }
}

const textOf = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** A loopback endpoint that speaks AWS JSON for some operations and refuses all others clearly. */
export const startAwsEndpoint = async (
  operations: Operations,
): Promise<{ url: string; close: () => Promise<void> }> => {
  const known = new Map(Object.entries(operations))
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = String(request.headers['x-amz-target'] ?? '')
    const answer = await answerTo(known, target, await textOf(request))
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer.body))
  }
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
