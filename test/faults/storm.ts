import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { type Fault, startFaultyEngine } from '../harness/faultyEngine.ts'
import { randomOf } from './random.ts'

/** Faults that no engine makes by itself, by how often they come. */
const FAULTS: Record<string, Fault> = {
  lost: { kind: 'lose' },
  dropped: { kind: 'drop' },
  down: { kind: 'down' },
  throttled: { kind: 'refuse', error: 'ProvisionedThroughputExceededException' },
  conflict: { kind: 'refuse', error: 'TransactionConflictException' },
  cancelled: { kind: 'cancel', reasons: ['TransactionConflict'] },
}

type Weather = { operation: string; holding?: string; faults: Record<string, number>; most: number }

/** What each operation may meet, by weight, and how many in a row. The journal's transactions hold counters. */
const WEATHER: readonly Weather[] = [
  { operation: 'PutItem', faults: { lost: 8, dropped: 8, conflict: 4, down: 1, throttled: 1 }, most: 2 },
  { operation: 'UpdateItem', faults: { lost: 8, dropped: 8, conflict: 4, down: 1, throttled: 1 }, most: 2 },
  { operation: 'TransactWriteItems', faults: { lost: 8, dropped: 8, cancelled: 8, down: 1, throttled: 1 }, most: 4 },
  { operation: 'TransactWriteItems', holding: 'COUNTER#', faults: { lost: 2, down: 3, cancelled: 1 }, most: 10 },
  { operation: 'GetItem', faults: { lost: 2, conflict: 2, down: 1 }, most: 1 },
]

/** The engine of some data under this process, behind something that loses its answers and makes it refuse. */
export const openStorm = async (data: string) => {
  const engine = await startEngine(findEngine(), { file: join(data, 'table.db') })
  const faulty = await startFaultyEngine(engine.url)
  return {
    endpoint: faulty.url,
    /** Makes faults of chance until a moment has come; returns how many. */
    async rain({ seed, round, until }: { seed: string; round: number; until: number }): Promise<number> {
      const random = randomOf(`${seed} round ${round} storm`)
      let faults = 0
      while (performance.now() < until) {
        const weather = random.pick(WEATHER)
        const fault = weather && FAULTS[random.weighed(weather.faults)]
        if (!fault) continue
        const times = random.between(1, weather.most)
        faulty.fail(weather.operation, fault, { times, holding: weather.holding })
        faults += times
        await pause(random.between(20, 250))
      }
      faulty.heal()
      return faults
    },
    close: async (): Promise<void> => {
      await faulty.close()
      await engine.stop()
    },
  }
}
