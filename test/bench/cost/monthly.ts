import type { Topology } from '../../../infra/topologySpec.ts'
import { BYTES_BESIDE_ITEM, COMPRESSED_SHARE, HOURS_OF_MONTH, IDLE_RUN_MS, POLL_SECONDS, POLLERS } from './assumed.ts'
import { durationPrice, gb, type Line, type Where } from './bill.ts'
import { priceOf } from './prices.ts'

/** What the templates of a stage hold that costs money whether it is used or not. */
export type Fixed = { keys: number; alarms: number; dashboards: number; metrics: number; natGateways: number }

/** What a stage costs in a month because of what it is made of. */
export const fixedLines = ({ keys, alarms, dashboards, metrics, natGateways }: Fixed): Line[] => [
  { what: 'keys', price: 'key', units: keys },
  { what: 'alarms', price: 'alarm', units: alarms },
  { what: 'dashboards', price: 'dashboard', units: dashboards },
  { what: 'metrics of its own, while they are written', price: 'metric', units: metrics },
  { what: 'fixed address: NAT gateway', price: 'natHour', units: natGateways * HOURS_OF_MONTH },
  { what: 'fixed address: the address', price: 'addressHour', units: natGateways * HOURS_OF_MONTH },
]

/** What is left of a month's line when AWS's free tier is taken off; another application may use it up too. */
export const beyondFree = (line: Line): Line => ({
  ...line,
  units: Math.max(0, line.units - (priceOf(line.price).free ?? 0)),
})

const SECONDS_OF_MONTH = HOURS_OF_MONTH * 3600

/** What is metered in a month in which nobody calls: functions that the clock starts, and queues that Lambda asks. Lambda reads a quiet stream for nothing. */
export const idleLines = ({ functions }: Topology, where: Where): Line[] =>
  Object.entries(functions).flatMap(([name, { trigger, memoryMb }]): Line[] => {
    if (trigger.kind === 'queue') {
      const units = trigger.queues.length * POLLERS * (SECONDS_OF_MONTH / POLL_SECONDS)
      return [{ what: `${name}: asks its empty queues`, price: 'queueRequests', units }]
    }
    if (trigger.kind !== 'schedule') return []
    const calls = (HOURS_OF_MONTH * 60) / trigger.everyMinutes
    const gbSeconds = (calls * (IDLE_RUN_MS / 1000) * (where.memoryMb?.[name] ?? memoryMb)) / 1024
    return [
      { what: `${name}: calls`, price: 'lambdaRequests', units: calls },
      { what: `${name}: duration`, price: durationPrice(where), units: gbSeconds },
    ]
  })

/** What one thing leaves behind: items with their bytes, and bytes of events and logs. */
export type Left = { items: number; itemBytes: number; eventBytes: number; logBytes: number }

/** What it costs to keep it for a month. */
export const keptLines = ({ items, itemBytes, eventBytes, logBytes }: Left): Line[] => {
  const stored = gb(itemBytes + items * BYTES_BESIDE_ITEM)
  return [
    { what: 'table', price: 'tableStorage', units: stored },
    { what: 'point-in-time recovery', price: 'tableRecovery', units: stored },
    { what: 'archive of events', price: 'archiveStorage', units: gb(eventBytes) },
    { what: 'logs', price: 'logStorage', units: gb(logBytes * COMPRESSED_SHARE) },
  ]
}
