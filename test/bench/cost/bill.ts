import type { Stage } from '../../../infra/aws/stage.ts'
import type { FunctionSpec, Topology } from '../../../infra/topologySpec.ts'
import { COLD_SHARE, COLD_START_MS, MB_OF_ONE_CPU, WAIT_MS } from './assumed.ts'
import { type PriceName, priceOf } from './prices.ts'

/** So many units of a price, for one thing that happens: a lead, a visit. */
export type Line = { what: string; price: PriceName; units: number }

/** US dollars of a line at list prices, for as many as happen. */
export const usdOf = ({ price, units }: Line, times = 1): number => {
  const { usd, of } = priceOf(price)
  return (units * times * usd) / of
}

export const sum = (lines: readonly Line[], times = 1): number =>
  lines.reduce((total, line) => total + usdOf(line, times), 0)

/** What a function takes for one thing that happens: `calls` of it, and of each call the rest. */
export type Use = {
  calls: number
  cpuMs: number
  /** Requests to AWS, by operation. */
  requests: Readonly<Record<string, number>>
  writes: number
  reads: number
  logBytes: number
  /** Requests for its key when a copy of it starts. */
  keyRequestsAtStart: number
}

/** What was measured of one thing that happens over HTTP. */
export type Measured = {
  functions: Readonly<Record<string, Use>>
  /** Events of at most 64 KB on the bus, and bytes of all of them. */
  events: number
  eventBytes: number
  accessLogBytes: number
}

/** What of a stage the price of one thing depends on. */
export type Where = Pick<Stage, 'architecture' | 'memoryMb' | 'forwardTo'>

const BYTES_OF_GB = 1e9

export const gb = (bytes: number): number => bytes / BYTES_OF_GB

const specOf = ({ functions }: Topology, name: string): FunctionSpec => {
  const spec = functions[name]
  if (!spec) throw new Error(`the topology has no function ${name}`)
  return spec
}

const waitMsOf = (requests: Use['requests']): number =>
  Object.entries(requests).reduce((total, [operation, count]) => {
    const ms = WAIT_MS[operation]
    if (ms === undefined) throw new Error(`how long does ${operation} take? test/bench/cost/assumed.ts does not say`)
    return total + count * ms
  }, 0)

/** Seconds that Lambda bills for a call: CPU at the share that memory gives, then waiting. */
export const billedSeconds = (use: Pick<Use, 'cpuMs' | 'requests'>, memoryMb: number): number =>
  (use.cpuMs * Math.max(1, MB_OF_ONE_CPU / memoryMb) + waitMsOf(use.requests)) / 1000

export const durationPrice = ({ architecture }: Pick<Stage, 'architecture'>): PriceName =>
  architecture === 'arm64' ? 'lambdaArm64' : 'lambdaX86'

const functionLines = (name: string, use: Use, { memoryMb, where }: { memoryMb: number; where: Where }): Line[] => {
  const { calls } = use
  const gbSeconds = (seconds: number) => (calls * seconds * memoryMb) / 1024
  return [
    { what: `${name}: calls`, price: 'lambdaRequests', units: calls },
    { what: `${name}: duration`, price: durationPrice(where), units: gbSeconds(billedSeconds(use, memoryMb)) },
    { what: `${name}: starts`, price: durationPrice(where), units: gbSeconds((COLD_SHARE * COLD_START_MS) / 1000) },
    { what: `${name}: log`, price: 'logs', units: gb(calls * use.logBytes) },
    { what: `${name}: writes`, price: 'tableWrites', units: calls * use.writes },
    { what: `${name}: reads`, price: 'tableReads', units: calls * use.reads },
  ]
}

const countOf = ({ functions }: Measured, countOne: (use: Use) => number): number =>
  Object.values(functions).reduce((total, use) => total + use.calls * countOne(use), 0)

const keyRequests = ({ requests, keyRequestsAtStart }: Use): number =>
  (requests.Decrypt ?? 0) + (requests.GenerateDataKey ?? 0) + COLD_SHARE * keyRequestsAtStart

const sent = ({ requests }: Use): number => (requests.SendMessage ?? 0) + (requests.SendMessageBatch ?? 0)

/** Sent, received and deleted. */
const REQUESTS_OF_MESSAGE = 3

/** Every line of the bill for one thing that happens over HTTP; those of which there is nothing are left out. */
export const billOf = (topology: Topology, measured: Measured, where: Where): Line[] => {
  const { functions, events, eventBytes, accessLogBytes } = measured
  const lines: Line[] = [
    { what: 'API: requests', price: 'httpApiRequests', units: 1 },
    { what: 'API: access log', price: 'logs', units: gb(accessLogBytes) },
    ...Object.entries(functions).flatMap(([name, use]) => {
      const memoryMb = where.memoryMb?.[name] ?? specOf(topology, name).memoryMb
      return functionLines(name, use, { memoryMb, where })
    }),
    { what: 'bus: events', price: 'busEvents', units: events },
    { what: "bus: to the bank's bus", price: 'busEvents', units: where.forwardTo ? events : 0 },
    { what: 'bus: archive', price: 'archive', units: gb(eventBytes) },
    { what: 'queues: requests', price: 'queueRequests', units: countOf(measured, sent) * REQUESTS_OF_MESSAGE },
    { what: 'key: requests', price: 'keyRequests', units: countOf(measured, keyRequests) },
  ]
  return lines.filter(({ units }) => units > 0)
}
