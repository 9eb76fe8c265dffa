import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'
import { topology } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'

const ROOT = join(import.meta.dirname, '../..')

export type Recording = { functionName: string; name: string; event: unknown; answer: unknown }

/** Every call of a function, in order. */
export const recordings: Recording[] = []

let request = ''

/** Names the request that is sent next. */
export const recordAs = (name: string): void => {
  request = name
}

const consumers = Promise.withResolvers<void>()

/** Lets the functions go on that are not behind HTTP: what waited for them comes in as few batches as it would under load. */
export const releaseConsumers = consumers.resolve

/** Calls the function of the topology that has its name and keeps what was handed to it. */
export const handler = async (event: unknown, context: Context): Promise<unknown> => {
  const { functionName } = context
  const spec = topology.functions[functionName]
  if (!spec) throw new Error(`there is no function ${functionName}`)
  const isHttp = spec.trigger.kind === 'http'
  if (!isHttp) await consumers.promise
  const module = await import(pathToFileURL(join(ROOT, spec.entry)).href)
  const answer: unknown = await module.handler(event, context)
  const earlier = recordings.filter((other) => other.functionName === functionName).length
  const name = isHttp ? request : `${spec.trigger.kind}-${earlier + 1}`
  recordings.push({ functionName, name, event, answer })
  return answer
}

/** The topology with every function recorded. */
export const recorded: Topology = {
  ...topology,
  functions: Object.fromEntries(
    Object.entries(topology.functions).map(([name, spec]) => [name, { ...spec, entry: 'test/recorder/recording.ts' }]),
  ),
}
