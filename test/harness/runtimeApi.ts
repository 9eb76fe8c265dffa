import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { TRACE } from './builtFunction.ts'

type Outcome = { answer: unknown } | { error: string }
type Call = { id: string; event: string; settle: (outcome: Outcome) => void }

const TIMEOUT_MS = 20_000

const headersOf = (id: string) => ({
  'content-type': 'application/json',
  'lambda-runtime-aws-request-id': id,
  'lambda-runtime-deadline-ms': String(Date.now() + TIMEOUT_MS),
  'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:tuoke:live',
  'lambda-runtime-trace-id': TRACE,
})

/** Events on their way to an execution environment that takes one at a time. */
const invocations = () => {
  const waiting: Call[] = []
  const running = new Map<string, Call>()
  let idle: ServerResponse | undefined
  let failure: string | undefined

  const handOut = (): void => {
    const call = idle && waiting.shift()
    if (!idle || !call) return
    running.set(call.id, call)
    idle.writeHead(200, headersOf(call.id)).end(call.event)
    idle = undefined
  }

  return {
    /** Answers with the next event, when there is one. */
    next: (response: ServerResponse): void => {
      idle = response
      handOut()
    },
    /** What became of an event; false when none of that id runs. */
    settle: (id: string, outcome: Outcome): boolean => {
      running.get(id)?.settle(outcome)
      return running.delete(id)
    },
    /** Fails everything that waits, and whatever comes later. */
    failAll: (error: string): void => {
      failure = error
      for (const { settle } of [...waiting.splice(0), ...running.values()]) settle({ error })
    },
    invoke: (event: unknown) =>
      new Promise<unknown>((resolve, reject) => {
        const settle = (outcome: Outcome) =>
          'error' in outcome ? reject(new Error(outcome.error)) : resolve(outcome.answer)
        if (failure !== undefined) return settle({ error: failure })
        waiting.push({ id: randomUUID(), event: JSON.stringify(event), settle })
        handOut()
      }),
  }
}

const REPORT = /^invocation\/([^/]+)\/(response|error)$/

/** Lambda's side of the runtime API (2018-06-01) for one execution environment. */
export const startRuntimeApi = async () => {
  const { next, settle, failAll, invoke } = invocations()

  const take = (path: string, body: string): number => {
    if (path === 'init/error') {
      failAll(body)
      return 202
    }
    const [, id = '', kind] = REPORT.exec(path) ?? []
    return settle(id, kind === 'error' ? { error: body } : { answer: JSON.parse(body) }) ? 202 : 404
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '')
    if (path === 'invocation/next') return next(response)
    response.writeHead(take(path, await text(request)), { 'content-type': 'application/json' }).end('{}')
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, invoke, failAll, close }
}
