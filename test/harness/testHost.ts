import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { startEngine } from '../../infra/local/engine.ts'
import { findEngine } from '../../infra/local/engineBinary.ts'
import { type Host, startHost } from '../../infra/local/host.ts'
import { topology as ours } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { type FaultyEngine, startFaultyEngine } from './faultyEngine.ts'

/** The project's root. */
export const ROOT = join(import.meta.dirname, '../..')

const endings: (() => unknown)[] = []

// At the top of the module: Vitest ignores hooks that are added while a hook runs.
afterAll(async () => {
  for (const end of endings.reverse()) await end()
})

/** A folder that is removed when the test file is done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tuoke-test-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Our topology, with campaigns looked up anew for each request. */
export const freshTopology = (): Topology => {
  const functions = Object.fromEntries(
    Object.entries(ours.functions).map(([name, spec]) => {
      const { CAMPAIGN_CACHE_MS, ...settings } = spec.settings
      return [
        name,
        { ...spec, settings: CAMPAIGN_CACHE_MS ? { ...settings, CAMPAIGN_CACHE_MS: { value: '0' } } : settings },
      ]
    }),
  )
  return { ...ours, functions }
}

export type TestHost = Host & {
  engine: FaultyEngine
  data: string
  busEvents: () => BusLine[]
  reports: unknown[]
  logs: string[]
}
export type BusLine = {
  id: string
  source: string
  'detail-type': string
  detail: { id: string; leadId: string; type: string }
}

const linesOf = (file: string): BusLine[] => {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as BusLine)
  } catch {
    return []
  }
}

/** Keeps the log lines of this process from the terminal and returns them as they come. */
export const captureLogs = (): string[] => {
  const lines: string[] = []
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    const text = String(chunk)
    if (!text.startsWith('{"level":')) return write(chunk, ...rest)
    lines.push(text)
    return true
  }) as typeof process.stdout.write
  return lines
}

/** The whole system in this process, on an engine in memory that can be made to fail; stopped when the test file is done. */
export const startTestHost = async ({
  topology = freshTopology(),
  outboundHosts = '127.0.0.1:1',
} = {}): Promise<TestHost> => {
  const data = temporaryFolder()
  const memory = await startEngine(findEngine(), {})
  const engine = await startFaultyEngine(memory.url)
  const reports: unknown[] = []
  const logs = captureLogs()
  const host = await startHost({
    topology,
    root: ROOT,
    data,
    port: 0,
    host: '127.0.0.1',
    dynamodbEndpoint: engine.url,
    tableName: 'tuoke',
    outboundHosts,
    report: (error) => reports.push(error),
  })
  endings.push(memory.stop, engine.close, host.close)
  return { ...host, engine, data, busEvents: () => linesOf(join(data, 'events.ndjson')), reports, logs }
}
