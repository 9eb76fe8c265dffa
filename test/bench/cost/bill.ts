import type { FunctionSpec, Topology } from '../../../infra/topologySpec.ts'
import { PRICES, type PriceName } from './prices.ts'

/** So many units of a price, for one thing that happens: a lead, a visit. */
export type Line = { what: string; price: PriceName; units: number }

/** How many of a price's units its price is for. */
const IN_ONE_PRICE: Partial<Record<PriceName, number>> = {
  httpApiRequests: 1e6,
  lambdaRequests: 1e6,
  dynamoWrites: 1e6,
  dynamoReads: 1e6,
  busEvents: 1e6,
  queueRequests: 1e6,
  kmsRequests: 1e6,
}

/** US dollars of a line, for as many as happen. */
export const usdOf = ({ price, units }: Line, times = 1): number =>
  (units * times * PRICES.units[price].usd) / (IN_ONE_PRICE[price] ?? 1)

export const sum = (lines: readonly Line[], times: number): number =>
  lines.reduce((total, line) => total + usdOf(line, times), 0)

/** What was measured of one thing that happens. */
export type Measured = {
  /** DynamoDB units of the request and of what follows it. */
  writes: number
  reads: number
  /** Bytes that stay in the table, and bytes on the bus. */
  storedBytes: number
  eventBytes: number
  events: number
  /** By function: how often it is invoked, for how many milliseconds of CPU and of waiting, and the bytes it logs. */
  functions: Readonly<Record<string, { invocations: number; cpuMs: number; waitMs: number; logBytes: number }>>
  accessLogBytes: number
}

/** CPU is a share of memory: a whole one at this many megabytes. */
const MB_OF_ONE_CPU = 1769
const GB = 1e9

/** Seconds that Lambda bills for an invocation: CPU at the share that the memory gives, then waiting. */
export const billedSeconds = (
  { cpuMs, waitMs }: { cpuMs: number; waitMs: number },
  { memoryMb }: Pick<FunctionSpec, 'memoryMb'>,
): number => (cpuMs * Math.max(1, MB_OF_ONE_CPU / memoryMb) + waitMs) / 1000

const functionLines = ({ functions }: Topology, measured: Measured, price: PriceName): Line[] =>
  Object.entries(measured.functions).flatMap(([name, use]): Line[] => {
    const spec = functions[name]
    if (!spec) throw new Error(`the topology has no function ${name}`)
    const gbSeconds = (billedSeconds(use, spec) * spec.memoryMb) / 1024
    return [
      { what: `${name}: requests`, price: 'lambdaRequests', units: use.invocations },
      { what: `${name}: duration`, price, units: use.invocations * gbSeconds },
      { what: `${name}: log`, price: 'logs', units: (use.invocations * use.logBytes) / GB },
    ]
  })

/** Every line of the bill for one thing that happens over HTTP. */
export const billOf = (topology: Topology, measured: Measured, architecture: 'arm64' | 'x86_64'): Line[] => {
  const price = architecture === 'arm64' ? 'lambdaGbSecondsArm64' : 'lambdaGbSecondsX86'
  return [
    { what: 'API request', price: 'httpApiRequests', units: 1 },
    { what: 'API access log', price: 'logs', units: measured.accessLogBytes / GB },
    { what: 'table: writes', price: 'dynamoWrites', units: measured.writes },
    { what: 'table: reads', price: 'dynamoReads', units: measured.reads },
    { what: 'bus: events', price: 'busEvents', units: measured.events },
    { what: 'bus: archive', price: 'archive', units: measured.eventBytes / GB },
    ...functionLines(topology, measured, price),
  ]
}

/** What the same work must cost on these services whatever one builds: the request, one call of one function, the item once and the event once. */
export const floorOf = ({
  itemBytes,
  architecture,
}: {
  itemBytes: number
  architecture: 'arm64' | 'x86_64'
}): Line[] => [
  { what: 'API request', price: 'httpApiRequests', units: 1 },
  { what: 'one function call', price: 'lambdaRequests', units: 1 },
  {
    what: 'of 8 ms at 128 MB',
    price: architecture === 'arm64' ? 'lambdaGbSecondsArm64' : 'lambdaGbSecondsX86',
    units: 0.008 * 0.125,
  },
  { what: 'the item, once', price: 'dynamoWrites', units: Math.ceil(itemBytes / 1024) },
  { what: 'the event, once', price: 'busEvents', units: 1 },
]

/** What a stage costs in a month before anything happens, from what its templates hold. */
export type Fixed = { keys: number; alarms: number; dashboards: number; metrics: number; fixedAddresses: number }

const HOURS_OF_MONTH = 730

export const monthlyOf = ({ keys, alarms, dashboards, metrics, fixedAddresses }: Fixed): Line[] => [
  { what: 'keys', price: 'key', units: keys },
  { what: 'alarms', price: 'alarm', units: alarms },
  { what: 'dashboards', price: 'dashboard', units: dashboards },
  { what: 'custom metrics, once they are written', price: 'metric', units: metrics },
  { what: 'fixed address: NAT gateway', price: 'natHour', units: fixedAddresses * HOURS_OF_MONTH },
  { what: 'fixed address: the address', price: 'addressHour', units: fixedAddresses * HOURS_OF_MONTH },
]
