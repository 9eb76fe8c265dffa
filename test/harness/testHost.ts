import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { type Host, startHost } from '../../infra/local/host.ts'
import { topology as ours } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { type FaultyEngine, startFaultyEngine } from './faultyEngine.ts'
import { atEnd, ROOT, temporaryFolder } from './place.ts'

/** The source whose decisions on the bus count. */
export const BANK = 'bank.credit'

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

/** The lines that are there whole. */
const linesOf = (file: string): BusLine[] => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as BusLine]))
}

/** Keeps the log lines of this process from the terminal and returns them as they come, until the test file is done. */
export const captureLogs = (): string[] => {
  const lines: string[] = []
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    const text = String(chunk)
    if (!text.startsWith('{"level":')) return write(chunk, ...rest)
    lines.push(text)
    return true
  }) as typeof write
  atEnd(() => {
    stdout.write = write
  })
  return lines
}

/** The whole system in this process, on an engine in memory that can be made to fail; stopped when the test file is done. */
export const startTestHost = async ({
  topology = freshTopology(),
  outboundHosts = '127.0.0.1:1',
  simulators = false,
  thinkingMs = 3000,
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
    decisionSources: BANK,
    ...(simulators && { simulatorsPort: 0, thinkingMs }),
    report: (error) => reports.push(error),
  })
  for (const end of [memory.stop, engine.close, host.close]) atEnd(end)
  return { ...host, engine, data, busEvents: () => linesOf(join(data, 'events.ndjson')), reports, logs }
}
