import { AsyncLocalStorage } from 'node:async_hooks'
import { metricsNamespace } from './config.ts'

/** What a log line may say beside its message: ids and codes, never a person. */
export type Facts = Partial<
  Record<
    | 'campaignId'
    | 'leadId'
    | 'eventId'
    | 'keyId'
    | 'partnerId'
    | 'operation'
    | 'outcome'
    | 'reason'
    | 'code'
    | 'cause'
    | 'sequenceNumber'
    | 'origin',
    string
  > &
    Record<'status' | 'duration_ms' | 'records' | 'failed' | 'attempt', number>
>

type Unit = 'Count' | 'Milliseconds'

type Scope = {
  service: string
  requestId: string
  traceId: string | undefined
  coldStart: boolean
  metrics: Map<string, { unit: Unit; value: number }>
  facts: Facts
}

const scopes = new AsyncLocalStorage<Scope>()

let cold = true

const write = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Field names are those of Powertools for AWS Lambda. */
const lineOf = (level: string, message: string, facts: Facts) => {
  const scope = scopes.getStore()
  return {
    level,
    message,
    timestamp: new Date().toISOString(),
    ...(scope && {
      service: scope.service,
      cold_start: scope.coldStart,
      function_request_id: scope.requestId,
      xray_trace_id: scope.traceId,
    }),
    ...facts,
  }
}

/** An unexpected error without what could be personal: quoted text, long numbers and whatever is not plain ASCII are cut out. */
const described = (error: unknown) => {
  if (!(error instanceof Error)) return { error: 'not an Error' }
  const scrub = (text: string) => text.replace(/"[^"]*"|'[^']*'|\d{5,}|[^\n\x20-\x7e]+/g, '…')
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return {
    error: error.name,
    error_message: scrub(error.message),
    stack: frames.slice(0, 8).map((line) => line.trim()),
  }
}

export const log = {
  info: (message: string, facts: Facts = {}) => write(lineOf('INFO', message, facts)),
  warn: (message: string, facts: Facts = {}) => write(lineOf('WARN', message, facts)),
  error: (message: string, error: unknown, facts: Facts = {}) =>
    write({ ...lineOf('ERROR', message, facts), ...described(error) }),
}

/** Adds to the line that ends the invocation. */
export const note = (facts: Facts): void => {
  Object.assign(scopes.getStore()?.facts ?? {}, facts)
}

/** Adds to a metric of the invocation, named as a domain event (`LeadCaptured`). */
export const count = (name: string, value = 1, unit: Unit = 'Count'): void => {
  const metrics = scopes.getStore()?.metrics
  metrics?.set(name, { unit, value: (metrics.get(name)?.value ?? 0) + value })
}

/** CloudWatch embedded metric format, in the same line as the log. */
const embedded = ({ metrics }: Scope) => {
  if (metrics.size === 0) return {}
  const definitions = [...metrics].map(([Name, { unit }]) => ({ Name, Unit: unit }))
  const directive = { Namespace: metricsNamespace(), Dimensions: [['service']], Metrics: definitions }
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] },
    ...Object.fromEntries([...metrics].map(([name, { value }]) => [name, value])),
  }
}

/** Runs one invocation; every line it logs carries its ids, and it ends with one line of facts and metrics. */
export const inScope = async <Result>(
  { service, requestId, traceId }: { service: string; requestId: string; traceId: string | undefined },
  work: () => Promise<Result>,
): Promise<Result> => {
  const scope: Scope = { service, requestId, traceId, coldStart: cold, metrics: new Map(), facts: {} }
  cold = false
  const started = performance.now()
  return scopes.run(scope, async () => {
    try {
      return await work()
    } finally {
      const duration_ms = Math.round((performance.now() - started) * 10) / 10
      write({ ...lineOf('INFO', 'done', { ...scope.facts, duration_ms }), ...embedded(scope) })
    }
  })
}
