import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allRoutes } from '../../infra/routes.ts'
import { topology } from '../../infra/topology.ts'
import type { EndpointSpec } from '../../shared/contract/endpoint.ts'

const root = join(import.meta.dirname, '../..')
const functions = Object.entries(topology.functions)

const isEndpoint = (value: unknown): value is EndpointSpec =>
  typeof value === 'object' && value !== null && 'operationId' in value

/** Every endpoint that the contract exports. */
const contracted = async (): Promise<EndpointSpec[]> => {
  const folder = join(root, 'shared/contract')
  const modules = await Promise.all(readdirSync(folder).map((file) => import(join(folder, file)) as Promise<object>))
  return modules.flatMap((module) => Object.values(module)).filter(isEndpoint)
}

describe('the topology', () => {
  it.each(functions)('%s has its entry, a timeout and memory', (_, { entry, timeoutSeconds, memoryMb }) => {
    expect(existsSync(join(root, entry))).toBe(true)
    expect(timeoutSeconds).toBeGreaterThan(0)
    expect(timeoutSeconds).toBeLessThanOrEqual(30)
    expect(memoryMb).toBeGreaterThanOrEqual(256)
  })

  /** What a function in a folder may be called: as the folder, or as that with the one around it. */
  const namesOf = (entry: string): string[] => {
    const [, outer = '', inner = outer] = dirname(entry).split('/')
    return [inner, `${outer}${inner.charAt(0).toUpperCase()}${inner.slice(1)}`]
  }

  it('has every handler under functions/, once, each in a folder of the function’s name', () => {
    const files = readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
    const handlers = files.filter((file) => basename(file) === 'handler.ts').map((file) => `functions/${file}`)
    const entries = functions.map(([, { entry }]) => entry)
    expect(entries.sort()).toEqual(handlers.sort())
    for (const [name, { entry }] of functions) expect(namesOf(entry)).toContain(name)
    const folders = new Set(handlers.map((handler) => handler.split('/')[1]))
    expect([...folders].sort()).toEqual(readdirSync(join(root, 'functions')).sort())
  })

  it('serves every endpoint of the contract, once', async () => {
    const served = functions.flatMap(([, { trigger }]) => (trigger.kind === 'http' ? trigger.endpoints : []))
    const ids = (endpoints: readonly EndpointSpec[]) => endpoints.map(({ operationId }) => operationId).sort()
    expect(ids(served)).toEqual(ids(await contracted()))
    expect(new Set(ids(served)).size).toBe(served.length)
  })

  it('answers preflights of what other origins may call', () => {
    expect(allRoutes(topology).get('OPTIONS /v1/campaigns/{campaignId}/leads')).toBe('capture')
  })

  it('lets only operations look at personal data, and capture read what it must', () => {
    const mayRead = (name: string) =>
      (topology.functions[name]?.rights.table ?? []).flatMap(({ actions, items }) =>
        actions.includes('GetItem') ? items : [],
      )
    expect(mayRead('pages')).toEqual(['CAMPAIGN'])
    expect(mayRead('relay')).toEqual([])
    expect(topology.functions.relay?.rights.keys).toBeUndefined()
    expect(topology.functions.journal?.rights.keys).toBeUndefined()
  })
})
