import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type * as z from 'zod'
import type { SimulatorApp, World } from '../world.ts'
import { signatureProblem } from './verify.ts'

/** An error that Tencent Cloud answers with, by its code. */
export class CloudError extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** What an action does with its input. */
export type CloudAction = (input: unknown) => object

/** A service at `/tencent_cloud/<name>`; some want a region. */
export type CloudService = {
  name: string
  version: string
  needsRegion?: boolean
  actions: Readonly<Record<string, CloudAction>>
}

/** An action that reads its input by a schema. */
export const action =
  <Input>(schema: z.ZodType<Input>, work: (input: Input) => object): CloudAction =>
  (input) => {
    const read = schema.safeParse(input)
    if (!read.success) throw new CloudError('InvalidParameter')
    return work(read.data)
  }

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    throw new CloudError('InvalidParameter')
  }
}

const actionOf = (c: Context, { actions, version, needsRegion }: CloudService): CloudAction => {
  const found = actions[c.req.header('x-tc-action') ?? '']
  if (!found) throw new CloudError('InvalidAction')
  if (c.req.header('x-tc-version') !== version) throw new CloudError('NoSuchVersion')
  if (needsRegion && !c.req.header('x-tc-region')) throw new CloudError('MissingParameter')
  return found
}

const outputOf = async (c: Context, service: CloudService, now: Date): Promise<object> => {
  const body = await c.req.text()
  const signed = { service: service.name, path: c.req.path, header: (name: string) => c.req.header(name), body }
  const problem = c.get('fault') === 'refuse_signature' ? 'AuthFailure.SignatureFailure' : signatureProblem(signed, now)
  if (problem) throw new CloudError(problem)
  return actionOf(c, service)(jsonOf(body))
}

/** Serves a service: errors come inside HTTP 200, as Tencent Cloud's do. */
export const serveService = (app: SimulatorApp, { now }: World, service: CloudService): void => {
  app.post(`/tencent_cloud/${service.name}`, async (c) => {
    const RequestId = randomUUID()
    try {
      return c.json({ Response: { ...(await outputOf(c, service, now())), RequestId } })
    } catch (error) {
      if (!(error instanceof CloudError)) throw error
      return c.json({ Response: { Error: { Code: error.code, Message: error.code }, RequestId } })
    }
  })
}
