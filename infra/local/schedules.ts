import type { DatabaseSync } from 'node:sqlite'
import type { Topology } from '../topologySpec.ts'
import { busEvent } from './bus/busEvent.ts'
import type { Invoke } from './functions.ts'
import { type Loop, type Round, repeat } from './repeat.ts'

const MINUTE_MS = 60_000

/** Invokes every scheduled function when it is due, counted from its last run that did not fail, also across restarts. */
export const runSchedules = (
  db: DatabaseSync,
  { functions }: Topology,
  invoke: Invoke,
  report: (error: unknown) => void,
): Loop[] => {
  const last = db.prepare('SELECT last_at FROM schedule WHERE name = ?')
  const ran = db.prepare('INSERT OR REPLACE INTO schedule (name, last_at) VALUES (?, ?)')
  return Object.entries(functions).flatMap(([name, { trigger }]) => {
    if (trigger.kind !== 'schedule') return []
    const run = async (): Promise<Round> => {
      const now = Date.now()
      if (now - Number(last.get(name)?.last_at ?? 0) < trigger.everyMinutes * MINUTE_MS) return 'idle'
      await invoke(name, busEvent({ source: 'aws.scheduler', detailType: 'Scheduled Event', detail: {} }))
      ran.run(name, now)
      return 'idle'
    }
    return [repeat(run, { pauseMs: 500, report })]
  })
}
