import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from 'aws-lambda'
import { type HostSettings, settingValue } from '../settings.ts'
import type { Topology } from '../topologySpec.ts'

/** Calls a function with an event, as Lambda does; fails when the function throws or takes longer than its timeout. */
export type Invoke = (name: string, event: unknown) => Promise<unknown>

/** The items of a batch that a function's answer reports as failed. */
export const failedItems = (answer: unknown): string[] => {
  const { batchItemFailures } = (answer ?? {}) as { batchItemFailures?: { itemIdentifier: string }[] | null }
  return (batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier)
}

type Handler = (event: unknown, context: Context) => Promise<unknown>

/** The settings of all functions together. One process has one environment: functions may not disagree. */
export const settingsOf = (
  { functions }: Topology,
  host: HostSettings,
  queueUrl: (queue: string) => string,
): Record<string, string> => {
  const all: Record<string, string> = {}
  for (const [name, { settings }] of Object.entries(functions))
    for (const [setting, of] of Object.entries(settings)) {
      const value = settingValue(of, host, queueUrl)
      if (all[setting] !== undefined && all[setting] !== value)
        throw new Error(`${name} wants ${setting} to be "${value}", another function "${all[setting]}"`)
      all[setting] = value
    }
  return all
}

const contextOf = (name: string, memoryMb: number, timeoutSeconds: number): Context => {
  const deadline = Date.now() + timeoutSeconds * 1000
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  }
}

const within = async <Result>(seconds: number, name: string, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} timed out after ${seconds} s`)), seconds * 1000)
  })
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer))
}

/**
 * Loads every function's handler and returns the way to call them. The environment must hold their settings; a process in
 * which it changes gives each load a name of its own, as handlers read it when they are loaded.
 */
export const loadFunctions = async ({ functions }: Topology, root: string, load = ''): Promise<Invoke> => {
  const handlers = new Map<string, Handler>()
  for (const [name, { entry }] of Object.entries(functions)) {
    const module: { handler?: Handler } = await import(`${pathToFileURL(join(root, entry)).href}${load && `?${load}`}`)
    if (!module.handler) throw new Error(`${entry} exports no handler`)
    handlers.set(name, module.handler)
  }
  return async (name, event) => {
    const spec = functions[name]
    const handler = handlers.get(name)
    if (!spec || !handler) throw new Error(`there is no function ${name}`)
    const context = contextOf(name, spec.memoryMb, spec.timeoutSeconds)
    return within(spec.timeoutSeconds, name, handler(event, context))
  }
}
