import { setTimeout as pause } from 'node:timers/promises'
import type { Context, MiddlewareHandler, Next } from 'hono'
import type { FaultKind } from './faults.ts'
import type { Received, SimulatorEnv, World } from './world.ts'

/** Longer than people like to wait, shorter than our time limit of a call. */
const SLOW_MS = 2000

const MAX_BODY_CHARACTERS = 16_384

const HUGE_BYTES = 100 * 1024 * 1024
const CHUNK = new Uint8Array(64 * 1024).fill(0x20)

/** JSON that begins with 100 MB of spaces, made as it is read. */
const hugeBody = (): ReadableStream<Uint8Array> => {
  let left = HUGE_BYTES
  return new ReadableStream({
    pull: (controller) => {
      left -= CHUNK.length
      controller.enqueue(CHUNK)
      if (left > 0) return
      controller.enqueue(new TextEncoder().encode('{}'))
      controller.close()
    },
  })
}

const never = (): Promise<Response> => new Promise(() => undefined)

const answered: Partial<Record<FaultKind, (c: Context<SimulatorEnv>) => Response | Promise<Response>>> = {
  timeout: never,
  '5xx': (c) => c.html('<html><body>503 Service Temporarily Unavailable</body></html>', 503),
  '429': (c) => c.text('Too Many Requests', 429, { 'retry-after': '1' }),
  // To an address of its own, so that whoever follows is seen among the requests.
  redirect: (c) => c.redirect(`/${c.req.path.split('/')[1]}/redirected`, 307),
  huge_answer: (c) => c.body(hugeBody(), 200, { 'content-type': 'application/json' }),
  malformed: (c) => c.body('{"Response":{"Req', 200, { 'content-type': 'application/json' }),
}

/** The provider's answer, slowly, or made and then not sent. */
const proceed = async (c: Context<SimulatorEnv>, fault: FaultKind | undefined, next: Next): Promise<void> => {
  if (fault === 'slow') await pause(SLOW_MS, undefined, { ref: false })
  await next()
  if (fault === 'drop_after_accept') c.env.cut()
}

/** Keeps what a provider gets, and breaks it as asked. */
export const faulty =
  (provider: string, { received, faults, now }: World): MiddlewareHandler<SimulatorEnv> =>
  async (c, next) => {
    const fault = faults.take(provider)
    // As bytes, which the provider reads again: files among them would not survive as text.
    const body = Buffer.from(await c.req.arrayBuffer())
      .toString()
      .slice(0, MAX_BODY_CHARACTERS)
    const { method, path } = c.req
    const request: Received = { provider, at: now().toISOString(), method, path, headers: c.req.header(), body }
    const entry = received.add(fault ? { ...request, fault } : request)
    c.set('fault', fault)
    const broken = fault && answered[fault]
    if (broken) c.res = await broken(c)
    else await proceed(c, fault, next)
    entry.status = c.res.status
  }
