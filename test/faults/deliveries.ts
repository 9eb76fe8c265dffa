import { setTimeout as pause } from 'node:timers/promises'
import { addressOf } from '../../infra/local/simulators/deliveries/account.ts'
import { callbackRequest } from '../../infra/local/simulators/deliveries/callbackRequest.ts'
import type { Random } from './random.ts'
import type { Server } from './server.ts'
import { ACCOUNT, type Follower, type Happening, messageOf } from './stories.ts'

const AT_ONCE = 16
const MOST_TIMES = 4
/** WeChat hangs up after so long and delivers again. */
const HANG_UP_MS = 5000
const AGAIN_MS = 50
/** Longer than the server is ever away. */
const PATIENCE_MS = 60_000

/** A happening that is told, and what came of each attempt: a status, or nothing when no answer came. */
export type Delivery = { follower: Follower; happening: Happening; attempts: (number | undefined)[] }

/** Every happening, told up to four times, all in an order of chance. */
export const deliveriesOf = (followers: readonly Follower[], random: Random): Delivery[] =>
  random.shuffled(
    followers.flatMap((follower) =>
      follower.story.flatMap((happening) =>
        Array.from({ length: random.between(1, MOST_TIMES) }, (): Delivery => ({ follower, happening, attempts: [] })),
      ),
    ),
  )

/** One attempt, signed and encrypted anew; the status when it was taken or refused, undefined when no answer came. */
export const attempt = async (url: string, openid: string, happening: Happening): Promise<number | undefined> => {
  const shape = { mode: 'safe', format: 'xml' } as const
  const { query, body, contentType } = callbackRequest(ACCOUNT, messageOf(openid, happening), shape, new Date())
  try {
    const response = await fetch(`${addressOf(url, ACCOUNT)}?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
      signal: AbortSignal.timeout(HANG_UP_MS),
    })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}

/** Delivers until it is taken, as WeChat does, but without its limit. */
const deliver = async (url: string, { follower, happening, attempts }: Delivery): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(AGAIN_MS)) {
    const status = await attempt(url, follower.openid, happening)
    attempts.push(status)
    if (status === 200) return
  }
  throw new Error(`an event was never taken: ${attempts.slice(-5)}`)
}

/** Delivers everything in its order, some at once; `progress` hears how many were begun. */
const deliverAll = async (
  url: string,
  deliveries: readonly Delivery[],
  progress: (begun: number) => void,
): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let one = deliveries[next++]; one; one = deliveries[next++]) {
      progress(next)
      await deliver(url, one)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** Delivers everything while the server is killed at moments of chance, so many times, and started again. */
export const deliverUnderFire = async (
  server: Server,
  deliveries: readonly Delivery[],
  kills: number,
  random: Random,
): Promise<void> => {
  const moments = Array.from({ length: kills }, () => random.between(1, deliveries.length)).sort((a, b) => a - b)
  let begun = 0
  const fire = async (): Promise<void> => {
    for (const moment of moments) {
      while (begun < moment) await pause(1)
      await server.kill()
      server.start()
      await server.ready({ starts: 3 })
    }
  }
  const all = deliverAll(server.url, deliveries, (count) => {
    begun = count
  })
  await Promise.all([all, fire()])
}
