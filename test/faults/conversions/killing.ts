import type { Random } from '../random.ts'
import type { Server } from '../server.ts'

/** About so many calls are made for each conversion; kills are to come before the last of them. */
const CALLS_EACH = 0.4

/** Kills the server as some call of it arrives somewhere, so many times, and starts it again. */
export const killing = (
  server: Server,
  { kills, conversions, random }: { kills: number; conversions: number; random: Random },
) => {
  const moments = Array.from({ length: kills }, () => random.between(1, Math.ceil(conversions * CALLS_EACH)))
  moments.sort((a, b) => a - b)
  let restarting: Promise<void> | undefined
  let done = 0

  const strike = async (): Promise<void> => {
    await server.kill()
    server.start()
    await server.ready({ starts: 3 })
    done += 1
  }

  return {
    /** To be told of each call. */
    onCall(calls: number): void {
      const [moment = Number.POSITIVE_INFINITY] = moments
      if (calls < moment || restarting) return
      moments.shift()
      restarting = strike().finally(() => {
        restarting = undefined
      })
      restarting.catch(() => undefined)
    },
    /** Waits until the server is there, and fails when it does not come back. */
    settled: async (): Promise<void> => restarting,
    done: (): number => done,
  }
}

export type Killing = ReturnType<typeof killing>
