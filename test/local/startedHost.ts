import { expect } from 'vitest'
import { temporaryFolder } from '../harness/place.ts'
import { hostFileOf, START, startChild } from './childHost.ts'

/** A host of the project's own topology on some data. */
export const startOn = (data: string, env: Record<string, string> = {}, more: { node?: string[]; cwd?: string } = {}) =>
  startChild(START, { env: { PORT: '0', TUOKE_DATA: data, ...env }, ...more })

/** A host that is ready. */
export const started = async (data = temporaryFolder(), env: Record<string, string> = {}) => {
  const child = startOn(data, env)
  const from = performance.now()
  await child.says(/ready in/)
  return { ...child, data, host: hostFileOf(data), readyMs: performance.now() - from }
}

export const healthOf = async (url: string) => (await fetch(`${url}/health`)).status

/** How a start that fails ends: exit code 1 and what it says, no stack. */
export const failure = async (data: string, env: Record<string, string> = {}, more = {}) => {
  const child = startOn(data, env, more)
  expect(await child.end).toEqual({ code: 1, signal: null })
  expect(child.stderr()).not.toMatch(/^\s+at /m)
  return child.stderr().trim()
}
