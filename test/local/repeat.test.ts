import { describe, expect, it } from 'vitest'
import { type Loop, type Round, repeat } from '../../infra/local/repeat.ts'
import { eventually } from '../harness/client.ts'

/** Runs rounds of work until one is done; returns what was reported and when each round began. */
const run = async (rounds: (() => Round | Promise<Round>)[], pauseMs = 1, shortPauseMs = pauseMs) => {
  const [reports, at]: [unknown[], number[]] = [[], []]
  const { promise, resolve } = Promise.withResolvers<void>()
  const work = async (): Promise<Round> => {
    at.push(performance.now())
    const round = await rounds[at.length - 1]?.()
    if (round !== undefined) return round
    resolve()
    return 'done'
  }
  const loop = repeat(work, { pauseMs, shortPauseMs, report: (error) => reports.push(error) })
  await promise
  await loop.stop()
  return { reports, pauses: at.slice(1).map((time, i) => time - (at[i] ?? 0)) }
}

const fail = () => Promise.reject(new Error('broken'))

describe('work that is repeated', () => {
  it('pauses when there is nothing for now, and not when there is more', async () => {
    const { pauses } = await run([() => 'idle', () => 'more', () => 'idle'], 300)
    const [idle, more, again] = pauses
    expect(Math.min(idle ?? 0, again ?? 0)).toBeGreaterThanOrEqual(299)
    expect(more).toBeLessThan(Math.min(idle ?? 0, again ?? 0))
  })

  it('pauses for a shorter time when more may follow soon', async () => {
    const { pauses } = await run([() => 'idle', () => 'some'], 500, 20)
    const [idle, some] = pauses
    expect(idle).toBeGreaterThanOrEqual(499)
    expect(some).toBeGreaterThanOrEqual(19)
    expect(some).toBeLessThan(idle ?? 0)
  })

  it('is reported when it fails, and tried again after a longer pause each, short again after a success', async () => {
    const { reports, pauses } = await run([fail, fail, fail, () => 'more', fail])
    expect(reports.map(String)).toEqual(Array.from({ length: 4 }, () => 'Error: broken'))
    for (const [i, least] of [99, 199, 399, 0, 99].entries()) expect(pauses[i]).toBeGreaterThanOrEqual(least)
    expect(pauses[4]).toBeLessThan(pauses[2] ?? 0)
  })

  it('leaves room for everything else, however much there is to do', async () => {
    let rounds = 0
    let roundsBefore = 0
    setImmediate(() => {
      roundsBefore = rounds
    })
    const work = (): Round => (++rounds < 10_000 ? 'more' : 'done')
    repeat(work, { pauseMs: 1, report: () => undefined })
    await eventually(
      () => rounds,
      (count) => count === 10_000,
    )
    expect(roundsBefore).toBeLessThan(100)
  })

  it('ends its round when it is stopped, in a pause at once, and reports nothing of that', async () => {
    const reports: unknown[] = []
    const { promise, reject } = Promise.withResolvers<Round>()
    const loops: Loop[] = [() => promise, () => 'idle' as const, fail].map((work) =>
      repeat(work, { pauseMs: 60_000, report: (error) => reports.push(error) }),
    )
    await eventually(
      () => reports.length,
      (count) => count === 1,
    )
    const stopped = Promise.all(loops.map((loop) => loop.stop()))
    reject(new Error('late'))
    await stopped
    expect(reports.map(String)).toEqual(['Error: broken'])
  })
})
