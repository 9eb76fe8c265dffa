import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type Seen, startFaultyEngine } from '../../harness/faultyEngine.ts'
import { buildFunction } from '../builds.ts'
import type { Installed } from '../installed.ts'
import { startFunction } from '../side.ts'
import { BYTES_BESIDE_LINE } from './assumed.ts'
import type { Use } from './bill.ts'
import { writeUnits } from './writeUnits.ts'

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'])
const KEY_REQUESTS = new Set(['Decrypt', 'GenerateDataKey'])
const LOG_DEADLINE_MS = 10_000

type LogLine = { message: string; service: string; _aws?: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } }

/** Reads the log of a function: its size, its metrics, and how many calls have ended. */
const readLog = (printed: Readable) => {
  const metrics = new Set<string>()
  let bytes = 0
  let ended = 0
  const lines = createInterface({ input: printed })
  lines.on('line', (text) => {
    const { message, service, _aws } = JSON.parse(text) as LogLine
    bytes += Buffer.byteLength(text) + BYTES_BESIDE_LINE
    if (message === 'done') ended += 1
    for (const { Metrics } of _aws?.CloudWatchMetrics ?? [])
      for (const { Name } of Metrics) metrics.add(`${service} ${Name}`)
  })
  return {
    metrics,
    bytes: () => bytes,
    /** Waits for the line that ends the last of so many calls. */
    until: async (calls: number): Promise<void> => {
      while (ended < calls) await once(lines, 'line', { signal: AbortSignal.timeout(LOG_DEADLINE_MS) })
    },
  }
}

/** What some calls took together. */
type Made = { cpuMs: number; logBytes: number; seen: Seen[] }

const startWatched = async (name: string, folder: string, installed: Installed) => {
  const [engine, services] = [await startFaultyEngine(installed.dynamodb), await startFaultyEngine(installed.endpoint)]
  const directory = await buildFunction(name, folder)
  const running = startFunction(name, directory, { dynamodb: engine.url, endpoint: services.url })
  const log = readLog(running.printed)
  let calls = 0
  const make = async (inputs: readonly object[], status: number): Promise<Made> => {
    const before = log.bytes()
    const work = () => running.run({ inputs: [...inputs], atOnce: 1 }, () => status)
    const others = await services.watch(() => engine.watch(work))
    calls += inputs.length
    await log.until(calls)
    const { result, seen } = others.result
    return {
      cpuMs: result.cpuMicroseconds / 1000,
      logBytes: log.bytes() - before,
      seen: [...seen, ...others.seen],
    }
  }
  const stop = async (): Promise<void> => {
    running.stop()
    await engine.close()
    await services.close()
  }
  return { make, metrics: log.metrics, stop }
}

const perOperation = (seen: readonly Seen[], calls: number): Record<string, number> => {
  const requests: Record<string, number> = {}
  for (const { operation } of seen) requests[operation] = (requests[operation] ?? 0) + 1 / calls
  return requests
}

const sumOf = (seen: readonly Seen[], units: (one: Seen) => number): number =>
  seen.reduce((total, one) => total + units(one), 0)

/** What calls took each, and what they asked of AWS. */
export type Calls = { use: Omit<Use, 'calls'>; seen: Seen[] }

const callsOf = ({ cpuMs, logBytes, seen }: Made, calls: number, keyRequestsAtStart: number): Calls => ({
  use: {
    cpuMs: cpuMs / calls,
    requests: perOperation(seen, calls),
    writes: sumOf(seen, (one) => (WRITES.has(one.operation) ? writeUnits(one) : 0)) / calls,
    reads: sumOf(seen, ({ operation, units }) => (WRITES.has(operation) ? 0 : units)) / calls,
    logBytes: logBytes / calls,
    keyRequestsAtStart,
  },
  seen,
})

export type MeasuredFunction = {
  /** Makes calls one after the other. Fails when one is not answered with the status. What the first of all takes, starting takes. */
  call: (inputs: readonly object[], status: number) => Promise<Calls>
  /** What it counts in CloudWatch, as `service Name`. */
  metrics: ReadonlySet<string>
  stop: () => Promise<void>
}

/** Starts a built function in a process of its own, between us and all that it asks of AWS. */
export const startMeasured = async (name: string, folder: string, installed: Installed): Promise<MeasuredFunction> => {
  const { make, ...watched } = await startWatched(name, folder, installed)
  let keyRequestsAtStart: number | undefined
  return {
    ...watched,
    call: async (inputs, status) => {
      const made = await make(inputs, status)
      keyRequestsAtStart ??= made.seen.filter(({ operation }) => KEY_REQUESTS.has(operation)).length
      return callsOf(made, inputs.length, keyRequestsAtStart)
    },
  }
}
