import { describe, expect, it } from 'vitest'
import type { Topology } from '../../infra/topologySpec.ts'
import { billedSeconds, billOf, floorOf, type Measured, monthlyOf, sum, usdOf } from '../bench/cost/bill.ts'
import { PRICES } from '../bench/cost/prices.ts'

const MILLION = 1_000_000

const topology: Topology = {
  functions: {
    page: {
      entry: 'page.ts',
      trigger: { kind: 'http', endpoints: [], routes: ['GET /'] },
      memoryMb: 1769,
      timeoutSeconds: 10,
      rights: {},
      settings: {},
    },
    reader: {
      entry: 'reader.ts',
      trigger: { kind: 'stream', patterns: [], batchSize: 100, retries: 10 },
      memoryMb: 1024,
      timeoutSeconds: 10,
      rights: {},
      settings: {},
    },
  },
  queues: {},
}

const measured: Measured = {
  writes: 2,
  reads: 1,
  storedBytes: 2000,
  events: 1,
  eventBytes: 1000,
  accessLogBytes: 200,
  functions: {
    page: { invocations: 1, cpuMs: 10, waitMs: 0, logBytes: 1000 },
    reader: { invocations: 0.1, cpuMs: 0, waitMs: 100, logBytes: 0 },
  },
}

const usd = (what: string): number => {
  const line = billOf(topology, measured, 'arm64').find((one) => one.what === what)
  if (!line) throw new Error(`the bill has no line ${what}`)
  return usdOf(line, MILLION)
}

describe('the bill of a million', () => {
  it.each([
    ['API request', 1],
    ['API access log', 0.1],
    ['table: writes', 1.25],
    ['table: reads', 0.125],
    ['bus: events', 1],
    ['bus: archive', 0.1],
    ['page: requests', 0.2],
    ['page: log', 0.5],
    ['reader: requests', 0.02],
  ])('%s costs %d', (what, expected) => {
    expect(usd(what)).toBeCloseTo(expected, 10)
  })

  it('charges CPU by the share that memory gives, and waiting as it is', () => {
    expect(billedSeconds({ cpuMs: 10, waitMs: 5 }, { memoryMb: 1769 })).toBeCloseTo(0.015, 10)
    expect(billedSeconds({ cpuMs: 10, waitMs: 5 }, { memoryMb: 884.5 })).toBeCloseTo(0.025, 10)
    expect(billedSeconds({ cpuMs: 10, waitMs: 5 }, { memoryMb: 10_240 })).toBeCloseTo(0.015, 10)
    expect(usd('page: duration')).toBeCloseTo(10_000 * (1769 / 1024) * 0.000_013_333_4, 6)
    expect(usd('reader: duration')).toBeCloseTo(10_000 * 0.000_013_333_4, 6)
  })

  it('knows every function of the topology only', () => {
    const { page } = measured.functions
    expect(page && (() => billOf(topology, { ...measured, functions: { other: page } }, 'arm64'))).toThrow(/other/)
  })
})

it('the floor is one request, one call, one item and one event', () => {
  const lines = floorOf({ itemBytes: 1500, architecture: 'arm64' })
  expect(sum(lines, MILLION)).toBeCloseTo(1 + 0.2 + 0.0133334 + 1.25 + 1, 6)
})

it('a month at rest costs what is there, and nothing when nothing is', () => {
  const none = { keys: 0, alarms: 0, dashboards: 0, metrics: 0, fixedAddresses: 0 }
  expect(sum(monthlyOf(none), 1)).toBe(0)
  expect(sum(monthlyOf({ ...none, keys: 1, alarms: 30 }), 1)).toBeCloseTo(4, 10)
  expect(sum(monthlyOf({ ...none, fixedAddresses: 1 }), 1)).toBeCloseTo(36.5, 10)
})

it('prices have a day and a region', () => {
  expect(Number.isNaN(Date.parse(PRICES.asOf))).toBe(false)
  expect(PRICES.region).toMatch(/^[a-z]+-[a-z]+-\d$/)
  for (const { usd } of Object.values(PRICES.units)) expect(usd).toBeGreaterThan(0)
})
