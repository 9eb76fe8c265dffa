import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What to do with a request instead of passing it on. */
export type Fault =
  /** Refuse it before it does anything, with an AWS error name. */
  | { kind: 'refuse'; error: string }
  /** Refuse a transaction, each action for its reason. */
  | { kind: 'cancel'; reasons: string[] }
  /** Carry it out and lose the answer: the caller sees a server error. */
  | { kind: 'lose' }
  /** Drop the connection before anything is done, as an engine that is gone. */
  | { kind: 'down' }
  /** Carry it out and drop the connection. */
  | { kind: 'drop' }
  /** Do nothing and never answer. */
  | { kind: 'hang' }

type Rule = { operation: string; fault: Fault; times: number; holding?: string }

export type Seen = { operation: string; units: number; body: string }

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const unitsOf = (answer: { ConsumedCapacity?: unknown }): number => {
  const capacity = answer.ConsumedCapacity
  const all = Array.isArray(capacity) ? capacity : capacity ? [capacity] : []
  return all.reduce((sum: number, { CapacityUnits = 0 }: { CapacityUnits?: number }) => sum + CapacityUnits, 0)
}

const refuse = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify(body))
}

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810#'

/** Stands in front of a DynamoDB engine, counts what each request costs, and makes the errors that no engine makes by itself. */
export const startFaultyEngine = async (engine: string) => {
  const rules: Rule[] = []
  const seen: Seen[] = []

  const forward = async (request: IncomingMessage, body: string): Promise<{ status: number; text: string }> => {
    const { host, connection, 'content-length': length, ...headers } = request.headers as Record<string, string>
    const answer = await fetch(engine, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }

  const nextFault = (operation: string, body: string): Fault | undefined => {
    const rule = rules.find(
      (rule) =>
        rule.times > 0 && (rule.operation === operation || rule.operation === '*') && body.includes(rule.holding ?? ''),
    )
    if (!rule) return undefined
    rule.times -= 1
    return rule.fault
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = String(request.headers['x-amz-target'] ?? '')
    const operation = target.split('.')[1] ?? ''
    const body = await textOf(request)
    const isStream = target.startsWith('DynamoDBStreams')
    const fault = isStream ? undefined : nextFault(operation, body)
    if (fault?.kind === 'refuse')
      return refuse(response, 400, { __type: `${NAMESPACE}${fault.error}`, message: fault.error })
    if (fault?.kind === 'cancel')
      return refuse(response, 400, {
        __type: `${NAMESPACE}TransactionCanceledException`,
        message: 'Transaction cancelled',
        CancellationReasons: fault.reasons.map((Code) => ({ Code })),
      })
    if (fault?.kind === 'down') return void response.destroy()
    if (fault?.kind === 'hang') return
    const measured = isStream ? body : JSON.stringify({ ...JSON.parse(body), ReturnConsumedCapacity: 'TOTAL' })
    const answer = await forward(request, measured)
    if (!isStream) seen.push({ operation, units: unitsOf(JSON.parse(answer.text)), body })
    if (fault?.kind === 'drop') return void response.destroy()
    if (fault?.kind === 'lose')
      return refuse(response, 500, { __type: `${NAMESPACE}InternalServerError`, message: 'lost' })
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(answer.text)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Applies a fault to the next requests of an operation (`*` for all), only those whose body holds some text when one is given. */
    fail: (
      operation: string,
      fault: Fault,
      { times = 1, holding }: { times?: number; holding?: string } = {},
    ): void => {
      rules.push({ operation, fault, times, holding })
    },
    heal: (): void => void rules.splice(0),
    /** How many faults are still to be applied. */
    waiting: (): number => rules.reduce((sum, { times }) => sum + times, 0),
    /** What was carried out while some work ran. */
    watch: async <Result>(work: () => Promise<Result>): Promise<{ result: Result; seen: Seen[] }> => {
      const from = seen.length
      const result = await work()
      return { result, seen: seen.slice(from) }
    },
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type FaultyEngine = Awaited<ReturnType<typeof startFaultyEngine>>
