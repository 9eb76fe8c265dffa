import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from './refusal.ts'
import { allRoutes } from './routes.ts'
import type { FunctionSpec, Topology } from './topologySpec.ts'

const HTTP_LIMIT_SECONDS = 29
const LIMIT_SECONDS = 900

const inRange = (value: number | undefined, low: number, high: number): boolean =>
  Number.isInteger(value) && Number(value) >= low && Number(value) <= high

const queuesOf = ({ trigger, rights, settings }: FunctionSpec): string[] => [
  ...(trigger.kind === 'queue' ? trigger.queues : []),
  ...(rights.sendTo ?? []),
  ...(rights.countIn ?? []),
  ...Object.values(settings).flatMap((setting) => ('queueUrl' in setting ? [setting.queueUrl] : [])),
]

const complaintOf = (name: string, spec: FunctionSpec, { queues }: Topology, root: string): string | undefined => {
  const { entry, files = [], trigger, timeoutSeconds, memoryMb } = spec
  const missing = [entry, ...files].find((file) => !existsSync(join(root, file)))
  if (missing !== undefined) return `the function ${name} names the file ${missing}, which does not exist`
  const limit = trigger.kind === 'http' ? HTTP_LIMIT_SECONDS : LIMIT_SECONDS
  if (!inRange(timeoutSeconds, 1, limit))
    return `the function ${name} needs a timeout of 1 to ${limit} whole seconds, not ${timeoutSeconds}`
  if (!inRange(memoryMb, 128, 10_240))
    return `the function ${name} needs a memory of 128 to 10240 whole megabytes, not ${memoryMb}`
  const unknown = queuesOf(spec).find((queue) => !queues[queue])
  if (unknown !== undefined) return `the function ${name} names the queue ${unknown}, which is not declared`
  if (trigger.kind !== 'queue') return undefined
  const secondsOf = (queue: string) => queues[queue]?.visibilitySeconds ?? 0
  const hasty = trigger.queues.find((queue) => secondsOf(queue) < timeoutSeconds)
  return hasty === undefined
    ? undefined
    : `the queue ${hasty} shows a message again after ${secondsOf(hasty)} s, while ${name} may work on it for ${timeoutSeconds} s`
}

/** Fails with one sentence about the first function that no host could run: its file, timeout, memory, queues or routes are wrong. */
export const checkTopology = (topology: Topology, root: string): void => {
  for (const [name, spec] of Object.entries(topology.functions)) {
    const complaint = complaintOf(name, spec, topology, root)
    if (complaint !== undefined) throw new Refusal(complaint)
  }
  allRoutes(topology)
}
