import { describe, expect, it } from 'vitest'
import type { BusEvent } from '../../infra/local/bus/busEvent.ts'
import type { Pattern } from '../../infra/topologySpec.ts'
import { eventually } from '../harness/client.ts'
import { topologyOf } from './functionTopology.ts'
import { entry, recording, startBus } from './startedBus.ts'

const onType = (...types: string[]) => ({ kind: 'event', pattern: { 'detail-type': types } }) as const

describe('delivery', () => {
  it('goes to every function whose pattern matches, as it stands in the file', async () => {
    const [all, some, none] = [recording('all'), recording('some'), recording('none')]
    const bus = await startBus(topologyOf({ all: onType('a', 'b'), some: onType('b'), none: onType('c') }))
    await bus.put(entry('a', 1), entry('b', 2), entry('d', 3))
    await eventually(bus.waiting, (n) => n === 0)
    expect(all.map(({ detail }) => detail.n).sort()).toEqual([1, 2])
    expect(some.map((event) => JSON.stringify(event))).toEqual([bus.lines()[1]])
    expect(none).toEqual([])
  })

  it('is tried again, each time later, until it succeeds', async () => {
    const at: number[] = []
    const got = recording('flaky', (_, times) => {
      at.push(performance.now())
      if (times < 4) throw new Error('not yet')
    })
    const bus = await startBus(topologyOf({ flaky: onType('flaky') }))
    await bus.put(entry('flaky'))
    await eventually(bus.waiting, (n) => n === 0)
    expect(got).toHaveLength(4)
    expect(new Set(got.map(({ id }) => id)).size).toBe(1)
    const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0))
    for (const [i, least] of [40, 80, 100].entries()) expect(pauses[i]).toBeGreaterThanOrEqual(least - 1)
    expect(bus.deadLetters.list()).toEqual([])
  })

  it('goes to those outside too, again until they took it', async () => {
    const taken: string[] = []
    const take = async (event: BusEvent) => {
      taken.push(event['detail-type'])
      if (taken.length === 1) throw new Error('not yet')
    }
    const bank = { name: 'bank', isWanted: (event: BusEvent) => event['detail-type'] === 'a', take }
    const bus = await startBus(topologyOf({}), undefined, [bank])
    await bus.put(entry('a'), entry('b'))
    await eventually(bus.waiting, (n) => n === 0)
    expect(taken).toEqual(['a', 'a'])
  })

  it('ends with a dead letter after the last attempt, with its cause', async () => {
    const got = recording('broken', () => Promise.reject(new Error('always')))
    const bus = await startBus(topologyOf({ broken: onType('broken') }))
    await bus.put(entry('broken', 7))
    const [letter] = await eventually(bus.deadLetters.list, (list) => list.length === 1)
    expect(letter).toMatchObject({ source: 'broken', cause: 'Error: always', payload: { detail: { n: 7 } } })
    expect(got).toHaveLength(4)
    expect(bus.waiting()).toBe(0)
  })

  it('to one function waits for no other that hangs or fails', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const hanging = recording('hanging', () => promise)
    recording('failing', () => Promise.reject(new Error('always')))
    const quick = recording('quick')
    const bus = await startBus(topologyOf({ hanging: onType('x'), failing: onType('x'), quick: onType('x') }))
    for (let n = 0; n < 5; n++) await bus.put(...Array.from({ length: 10 }, () => entry('x', n)))
    await eventually(
      () => quick.length,
      (count) => count === 50,
    )
    expect(hanging.length).toBeLessThan(50)
    resolve()
  })

  it('survives a restart, attempts included', async () => {
    const got = recording('restarted', (_, times) => {
      if (times < 3) throw new Error('not yet')
    })
    const topology = topologyOf({ restarted: onType('r') })
    const first = await startBus(topology)
    await first.put(entry('r', 1))
    await eventually(
      () => got.length,
      (count) => count > 0,
    )
    await first.close()
    expect(got.length).toBeLessThan(3)
    const second = await startBus(topology, first.data)
    await eventually(second.waiting, (n) => n === 0)
    expect(got).toHaveLength(3)
  })

  it('of a pattern of an unknown kind is refused before anything starts', async () => {
    const pattern = { source: [{ suffix: 'x' }] } as unknown as Pattern
    await expect(startBus(topologyOf({ odd: { kind: 'event', pattern } }))).rejects.toThrow('{"suffix":"x"}')
  })
})
