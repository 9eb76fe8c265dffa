import { describe, expect, it } from 'vitest'
import type { Topology } from '../../infra/topologySpec.ts'
import { accessLogBytes } from '../bench/cost/accessLog.ts'
import { billedSeconds, billOf, type Measured, sum, type Use, usdOf } from '../bench/cost/bill.ts'
import { floorOf } from '../bench/cost/floor.ts'
import { changesBetween } from '../bench/cost/followers.ts'
import { itemBytes } from '../bench/cost/itemBytes.ts'
import { beyondFree, fixedLines, idleLines, keptLines } from '../bench/cost/monthly.ts'
import { PRICES } from '../bench/cost/prices.ts'
import { writeUnits } from '../bench/cost/writeUnits.ts'

const MILLION = 1_000_000

const common = { timeoutSeconds: 10, rights: {}, settings: {} }

const topology: Topology = {
  functions: {
    page: {
      ...common,
      entry: 'page.ts',
      trigger: { kind: 'http', endpoints: [], routes: ['GET /'] },
      memoryMb: 1769,
    },
    reader: {
      ...common,
      entry: 'reader.ts',
      trigger: { kind: 'stream', patterns: [], batchSize: 10, retries: 10 },
      memoryMb: 1024,
    },
  },
  queues: {},
}

const nothing: Use = { calls: 1, cpuMs: 0, requests: {}, writes: 0, reads: 0, logBytes: 0, keyRequestsAtStart: 0 }

/** A page that computes for 10 ms and writes; a reader that gets ten changes at a time and publishes them. */
const measured: Measured = {
  functions: {
    page: {
      ...nothing,
      cpuMs: 10,
      requests: { PutItem: 1 },
      writes: 2,
      reads: 1,
      logBytes: 1000,
      keyRequestsAtStart: 2,
    },
    reader: { ...nothing, calls: 0.1, requests: { TransactWriteItems: 1, PutEvents: 1 }, writes: 30 },
  },
  events: 1,
  eventBytes: 1000,
  accessLogBytes: 200,
}

const arm = { architecture: 'arm64' } as const
const bill = (changes: Partial<Measured> = {}, where: Parameters<typeof billOf>[2] = arm) =>
  Object.fromEntries(
    billOf(topology, { ...measured, ...changes }, where).map((line) => [line.what, usdOf(line, MILLION)]),
  )

describe('the bill of a million', () => {
  it.each([
    ['API: requests', 1],
    ['API: access log', 0.1],
    ['page: calls', 0.2],
    // (10 ms of CPU + 6 ms of waiting) × 1769 MB
    ['page: duration', 16_000 * (1769 / 1024) * 0.000_013_333_4],
    ['page: log', 0.5],
    ['page: writes', 1.25],
    ['page: reads', 0.125],
    // one call in ten, of (12 + 15) ms at 1 GB
    ['reader: calls', 0.02],
    ['reader: duration', 2700 * 0.000_013_333_4],
    ['reader: writes', 1.875],
    ['bus: events', 1],
    ['bus: archive', 0.1],
    // two at each start, of which there is one in a hundred calls
    ['key: requests', 0.06],
  ])('%s costs %d', (what, expected) => {
    expect(bill()[what]).toBeCloseTo(expected, 6)
  })

  it('has no line for what is not there', () => {
    expect(Object.keys(bill())).not.toContain('reader: reads')
    expect(Object.keys(bill())).not.toContain('queues: requests')
    expect(Object.keys(bill())).not.toContain("bus: to the bank's bus")
  })

  it('goes by the stage: its architecture, its memory, its bus of the bank', () => {
    const where = { architecture: 'x86_64', memoryMb: { reader: 512 }, forwardTo: 'arn:aws:events:bus' } as const
    expect(bill({}, where)['reader: duration']).toBeCloseTo(2700 * 0.5 * 0.000_016_666_7, 6)
    expect(bill({}, where)["bus: to the bank's bus"]).toBeCloseTo(1, 6)
  })

  it('has three requests for a message in a queue: sent, received, deleted', () => {
    const sending = { page: { ...nothing, requests: { SendMessage: 1 } } }
    expect(bill({ functions: sending })['queues: requests']).toBeCloseTo(1.2, 6)
  })

  it('charges CPU by the share that memory gives, and waiting as it is', () => {
    const use = { cpuMs: 10, requests: { GetItem: 2 } }
    expect(billedSeconds(use, 1769)).toBeCloseTo(0.018, 10)
    expect(billedSeconds(use, 884.5)).toBeCloseTo(0.028, 10)
    expect(billedSeconds(use, 10_240)).toBeCloseTo(0.018, 10)
  })

  it('is not made of functions and requests that nobody knows', () => {
    expect(() => bill({ functions: { other: nothing } })).toThrow('no function other')
    expect(() => bill({ functions: { page: { ...nothing, requests: { Scan: 1 } } } })).toThrow('Scan')
  })
})

describe('the floor', () => {
  const floorUsd = (itemBytes: number, events: number) =>
    sum(floorOf({ front: 'page', itemBytes, events, batch: 100 }, arm), MILLION)

  it('is one request, one call, one item, a share of a counter and one event', () => {
    expect(floorUsd(1500, 1)).toBeCloseTo(1 + 0.2 + 0.0133334 + 2.01 * 0.625 + 1, 6)
  })

  it('is less where nothing is kept or published', () => {
    expect(floorUsd(0, 0)).toBeCloseTo(1 + 0.2 + 0.0133334, 6)
  })
})

describe('a month', () => {
  const none = { keys: 0, alarms: 0, dashboards: 0, metrics: 0, natGateways: 0 }
  const idle = (trigger: Topology['functions'][string]['trigger']) => {
    const functions = { one: { ...common, entry: 'one.ts', trigger, memoryMb: 1024 } }
    return sum(idleLines({ ...topology, functions }, arm))
  }

  it('of a stage costs what is there, and nothing when nothing is', () => {
    expect(sum(fixedLines(none))).toBe(0)
    expect(sum(fixedLines({ ...none, keys: 1, alarms: 30 }))).toBeCloseTo(4, 10)
    expect(sum(fixedLines({ ...none, natGateways: 1 }))).toBeCloseTo(36.5, 10)
  })

  it('costs less in an account that has its free tier left', () => {
    const lines = fixedLines({ keys: 1, alarms: 30, dashboards: 1, metrics: 3, natGateways: 0 })
    expect(sum(lines.map(beyondFree))).toBeCloseTo(1 + 2, 10)
  })

  it('without traffic costs nothing, unless the clock or a queue has it otherwise', () => {
    expect(sum(idleLines(topology, arm))).toBe(0)
    // 43,800 calls of 20 ms at 1 GB
    expect(idle({ kind: 'schedule', everyMinutes: 1 })).toBeCloseTo(0.00876 + 876 * 0.000_013_333_4, 8)
    // 5 pollers × 131,400 requests
    expect(idle({ kind: 'queue', queues: ['q'], batchSize: 10 })).toBeCloseTo(0.2628, 8)
  })

  it('of what is left counts bytes beside items, and logs compressed', () => {
    const left = { items: 2, itemBytes: 800, eventBytes: 1000, logBytes: 2000 }
    expect(sum(keptLines(left), MILLION)).toBeCloseTo(0.25 + 0.2 + 0.023 + 0.009, 10)
  })
})

describe('what DynamoDB counts', () => {
  it('is names and values of an item', () => {
    expect(itemBytes({ pk: { S: '张三' }, n: { N: '-1234.5' }, b: { BOOL: true } })).toBe(2 + 6 + (1 + 4) + (1 + 1))
    expect(itemBytes({ list: { L: [{ S: 'ab' }, { NULL: true }] } })).toBe(4 + 3 + 2 + 2 + 1)
    expect(itemBytes({ map: { M: { key: { S: 'value' } } } })).toBe(3 + 3 + 1 + 3 + 5)
    expect(itemBytes({ bytes: { B: new Uint8Array(9) } })).toBe(5 + 9)
  })

  it('of a refused write is what it would have taken', () => {
    const Item = { pk: { S: 'x'.repeat(1500) } }
    const seen = (operation: string, units: number, body: object) => ({ operation, units, body: JSON.stringify(body) })
    expect(writeUnits(seen('PutItem', 5, { Item }))).toBe(5)
    expect(writeUnits(seen('PutItem', 0, { Item }))).toBe(2)
    expect(writeUnits(seen('UpdateItem', 0, {}))).toBe(1)
    expect(writeUnits(seen('TransactWriteItems', 0, { TransactItems: [{ Put: { Item } }, { Update: {} }] }))).toBe(6)
  })

  it('as changed is what is new or otherwise', () => {
    const item = (pk: string, n: string) => ({ pk: { S: pk }, sk: { S: 'S' }, n: { N: n } })
    const changes = changesBetween([item('a', '1'), item('b', '1')], [item('a', '1'), item('b', '2'), item('c', '1')])
    expect(changes.map(({ eventName, dynamodb }) => [eventName, dynamodb?.NewImage?.pk?.S])).toEqual([
      ['MODIFY', 'b'],
      ['INSERT', 'c'],
    ])
  })
})

it('a line of the access log is as long as what stands in it', () => {
  const format = '{"route":"$context.routeKey","status":"$context.status"}'
  expect(accessLogBytes(format, 'GET /')).toBe('{"route":"GET /","status":"201"}'.length)
  expect(() => accessLogBytes('$context.path', 'GET /')).toThrow('context.path')
})

it('every price has an amount, a unit and a source; the list a day and a region', () => {
  expect(new Date(PRICES.asOf).toISOString()).toBe(`${PRICES.asOf}T00:00:00.000Z`)
  expect(PRICES.region).toMatch(/^[a-z]+-[a-z]+-\d$/)
  for (const { usd, of, unit, source } of Object.values(PRICES.units)) {
    expect(Math.min(usd, of)).toBeGreaterThan(0)
    expect(Math.min(unit.length, source.length)).toBeGreaterThan(0)
  }
})
