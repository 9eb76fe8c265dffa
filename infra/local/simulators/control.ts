import type { Context } from 'hono'
import * as z from 'zod'
import { FAULT_KINDS, isFaultOf } from './faults.ts'
import type { Simulator, SimulatorApp, World } from './world.ts'

const isForm = (c: Context): boolean =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(c.req.header('content-type') ?? '')

const sent = async (c: Context): Promise<unknown> => {
  if (isForm(c)) return c.req.parseBody()
  return c.req.json().catch(() => undefined)
}

/** Why the world cannot act so: what it would need is not there. */
export class NotPossible extends Error {}

const made = async (work: () => object | Promise<object>): Promise<object | NotPossible> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotPossible) return error
    throw error
  }
}

/** Does something with what was sent to make the world act, JSON or a form of the page; a form leads back to the page. */
export const act =
  <Input>(schema: z.ZodType<Input>, work: (input: Input) => object | Promise<object>) =>
  async (c: Context): Promise<Response> => {
    const input = schema.safeParse(await sent(c))
    if (!input.success) return c.json({ error: z.prettifyError(input.error) }, 422)
    const done = await made(() => work(input.data))
    if (done instanceof NotPossible) return c.json({ error: done.message }, 409)
    return isForm(c) ? c.redirect('/_sim', 303) : c.json(done, 201)
  }

/** What is the same of all providers: the requests they got and the faults they are to have. */
export const controlRoutes = (
  app: SimulatorApp,
  { received, faults }: World,
  providers: readonly Pick<Simulator, 'name' | 'faults'>[],
): void => {
  const Fault = z
    .object({
      provider: z.enum(providers.map(({ name }) => name)),
      kind: z.enum(FAULT_KINDS),
      times: z.coerce.number().int().min(1).max(1000).default(1),
    })
    .refine(({ provider, kind }) => isFaultOf(kind, providers.find(({ name }) => name === provider)?.faults), {
      path: ['kind'],
      message: 'is nothing that this provider can have',
    })
  app.get('/_sim/requests', (c) => {
    const provider = c.req.query('provider')
    return c.json({ requests: received.newest().filter((each) => !provider || each.provider === provider) })
  })
  app.get('/_sim/faults', (c) => c.json({ faults: faults.all() }))
  app.post(
    '/_sim/faults',
    act(Fault, (fault) => {
      faults.add(fault)
      return fault
    }),
  )
  const clear = () => {
    faults.clear()
    return { faults: [] }
  }
  app.delete('/_sim/faults', (c) => c.json(clear()))
  app.post('/_sim/faults/removal', act(z.unknown(), clear))
}
