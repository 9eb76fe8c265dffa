import { describe, expect, it } from 'vitest'
import { loadFunctions } from '../../infra/local/functions.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import { runSchedules } from '../../infra/local/schedules.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { eventually } from '../harness/client.ts'
import { atEnd, ROOT, temporaryFolder } from '../harness/place.ts'
import { topologyOf } from './functionTopology.ts'

const startSchedules = async (everyMinutes: Record<string, number>, data = temporaryFolder()) => {
  const triggers = Object.entries(everyMinutes).map(
    ([name, minutes]) => [name, { kind: 'schedule', everyMinutes: minutes }] as const,
  )
  const topology = topologyOf(Object.fromEntries(triggers))
  const db = openHostDb(data)
  const reports: unknown[] = []
  const loops = runSchedules(db, topology, await loadFunctions(topology, ROOT), (error) => reports.push(error))
  let closed: Promise<void> | undefined
  const stop = async () => {
    await Promise.all(loops.map((loop) => loop.stop()))
    db.close()
  }
  const close = () => {
    closed ??= stop()
    return closed
  }
  atEnd(close)
  return { data, reports, close }
}

const recording = (name: string, does: (times: number) => unknown = () => undefined) => {
  const runs: { at: number; event: unknown }[] = []
  script(name, (event: unknown) => {
    runs.push({ at: performance.now(), event })
    return does(runs.length)
  })
  return runs
}

const count = (least: number) => (runs: unknown[]) => runs.length >= least

describe('a schedule', () => {
  it('runs at the first start and then whenever it is due, not sooner', async () => {
    const [often, seldom] = [recording('often'), recording('seldom')]
    await startSchedules({ often: 1 / 60, seldom: 60 })
    await eventually(() => often, count(3))
    const [first, second, third] = often.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(990)
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(990)
    expect(seldom).toHaveLength(1)
    expect(seldom[0]?.event).toMatchObject({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      detail: {},
    })
  })

  it('remembers across a restart when it last ran', async () => {
    const [due, early] = [recording('due'), recording('early')]
    const first = await startSchedules({ due: 1 / 60, early: 60 })
    await eventually(
      () => [due.length, early.length],
      ([a = 0, b = 0]) => a > 0 && b > 0,
    )
    await first.close()
    const before = due.length
    await startSchedules({ due: 1 / 60, early: 60 }, first.data)
    await eventually(() => due, count(before + 1))
    expect(early).toHaveLength(1)
  })

  it('whose function fails is tried again soon, and so is one that a stop cut off', async () => {
    const failing = recording('failing', (times) => (times < 3 ? Promise.reject(new Error('broken')) : undefined))
    const first = await startSchedules({ failing: 60 })
    await eventually(() => first.reports, count(1))
    await first.close()
    const second = await startSchedules({ failing: 60 }, first.data)
    await eventually(() => failing, count(3))
    expect([...first.reports, ...second.reports].map(String)).toEqual(['Error: broken', 'Error: broken'])
    await second.close()
    const other = recording('other')
    const third = await startSchedules({ failing: 60, other: 60 }, first.data)
    await eventually(() => other, count(1))
    await third.close()
    expect(failing).toHaveLength(3)
  })
})
