import { type Bundle, buildBundles } from '../../infra/bundle/bundle.ts'
import { topology } from '../../infra/topology.ts'
import type { BuiltFunction, LogLine, StartFunction } from './builtFunction.ts'
import { type Installation, type Stored, startInstallation } from './installation.ts'
import { lambdaEnvironment } from './lambdaEnvironment.ts'
import { atEnd, ROOT, temporaryFolder } from './place.ts'

/** An answer of a function behind HTTP. */
export type HttpAnswer = { statusCode: number; headers: Record<string, string>; body?: string }

export type BuiltWorld = Installation & {
  invoke: (name: string, event: unknown) => Promise<unknown>
  ask: (name: string, event: unknown) => Promise<HttpAnswer>
  log: (name: string) => Promise<LogLine[]>
}

let building: Promise<Record<string, Bundle>> | undefined

/** The bundles of the topology's functions, built once for a test file. */
export const builtFunctions = (): Promise<Record<string, Bundle>> => {
  if (building === undefined) {
    building = buildBundles(topology, ROOT, temporaryFolder())
    atEnd(() => {
      building = undefined
    })
  }
  return building
}

/** Every function of the topology as it is deployed, each in a process of its own from its first call on, on an installation. */
export const startBuiltWorld = async (start: StartFunction, stored?: Stored): Promise<BuiltWorld> => {
  const [installation, bundles] = await Promise.all([startInstallation(stored), builtFunctions()])
  const started = new Map<string, Promise<BuiltFunction>>()
  const startOne = (name: string): Promise<BuiltFunction> => {
    const [spec, bundle] = [topology.functions[name], bundles[name]]
    if (!spec || !bundle) throw new Error(`there is no function ${name}`)
    return start(lambdaEnvironment(name, spec, { ...bundle, ...installation }))
  }
  const of = (name: string): Promise<BuiltFunction> => {
    const found = started.get(name) ?? startOne(name)
    started.set(name, found)
    return found
  }
  return {
    ...installation,
    invoke: async (name, event) => (await of(name)).invoke(event),
    ask: async (name, event) => (await (await of(name)).invoke(event)) as HttpAnswer,
    log: async (name) => (await of(name)).log(),
  }
}
