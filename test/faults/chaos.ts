import { setTimeout as pause } from 'node:timers/promises'
import { randomOf } from './random.ts'
import type { Server } from './server.ts'

export type Kills = { server: number; engine: number; starting: number }

type Chaos = {
  seed: string
  round: number
  server: Server
  until: number
  /** Milliseconds between kills, at least and at most. */
  gap: readonly [number, number]
  /** How often a server may fail to start: in a storm its first requests may be refused. */
  starts: number
  /** Who is killed, by weight. */
  victims: Record<'server' | 'engine' | 'both', number>
}

/** Kills server and engine at moments of chance until a moment has come, and leaves a running server. */
export const runChaos = async ({ seed, round, server, until, gap, starts, victims }: Chaos): Promise<Kills> => {
  const random = randomOf(`${seed} round ${round} chaos`)
  const kills: Kills = { server: 0, engine: 0, starting: 0 }

  const restart = async (): Promise<void> => {
    await pause(random.between(0, 300))
    server.start()
    while (random.chance(0.2)) {
      await pause(random.between(30, 700))
      await server.kill()
      kills.starting += 1
      server.start()
    }
    await server.ready({ starts })
  }

  for (;;) {
    const wait = random.between(...gap)
    if (performance.now() + wait > until) return kills
    await pause(wait)
    const victim = random.weighed(victims)
    if (victim !== 'server') {
      const engineIsBack = server.killEngine()
      kills.engine += 1
      if (victim === 'engine') await engineIsBack
      else engineIsBack.catch(() => undefined)
    }
    if (victim !== 'engine') {
      if (victim === 'both') await pause(random.between(0, 100))
      await server.kill()
      kills.server += 1
      await restart()
    }
  }
}
