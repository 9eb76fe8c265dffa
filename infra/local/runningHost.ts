import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openHostDb } from './hostDb.ts'
import { HostProblem } from './hostProblem.ts'

/**
 * What a running host says about itself in its data folder; `services` is the endpoint of all but DynamoDB, `simulators`
 * the outside world when there is one.
 */
export type HostFile = {
  pid: number
  url: string
  dynamodb: string
  services?: string
  simulators?: string
  tableName: string
}

/** Where a host describes itself. */
export const hostFileIn = (data: string): string => join(data, 'host.json')

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The lock that a host would hold on its data, undefined when one does. */
export const lockOf = (data: string): DatabaseSync | undefined => {
  try {
    return openHostDb(data)
  } catch (error) {
    if (error instanceof HostProblem) return undefined
    throw error
  }
}

/** The host that holds the lock on some data. Fails when nobody does who says so. */
export const runningHost = (data: string): HostFile => {
  const file = hostFileIn(data)
  const host = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as HostFile) : undefined
  if (host && isAlive(host.pid)) return host
  throw new HostProblem(`The data in ${data} is in use, but by no running server. Try again in a moment.`)
}
