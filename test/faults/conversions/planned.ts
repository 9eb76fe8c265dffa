import { setTimeout as pause } from 'node:timers/promises'
import { CAMPAIGNS } from './campaigns.ts'
import type { TableBehind } from './outside.ts'
import { ledgerPartitions } from './partitions.ts'
import { conversionsOf, type Person } from './people.ts'

const LOOK_EVERY_MS = 1000

/** Counting is work for the engine: of the time, it takes so small a share. */
const SHARE = 0.2

/** For so long nothing may be planned while there is something to plan. */
const PATIENCE_MS = 60_000

/** Waits until everything is planned; false when it is not and nothing more is. */
export const arePlanned = async (
  table: TableBehind,
  people: readonly Person[],
  settled: () => Promise<void>,
): Promise<boolean> => {
  const expected = people.reduce((sum, person) => sum + conversionsOf(person), 0)
  const partitions = Object.values(CAMPAIGNS).flatMap(ledgerPartitions)
  let seen = { count: -1, at: performance.now() }
  for (;;) {
    await settled()
    const begun = performance.now()
    const counts = await Promise.all(partitions.map(table.count))
    const count = counts.reduce((sum, each) => sum + each, 0)
    if (count >= expected) return true
    if (count > seen.count) seen = { count, at: performance.now() }
    if (performance.now() - seen.at > PATIENCE_MS) return false
    await pause(Math.max(LOOK_EVERY_MS, (performance.now() - begun) / SHARE))
  }
}
