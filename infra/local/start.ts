import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { topology } from '../topology.ts'
import { DEMO_CAMPAIGNS, seedDemo } from './demo.ts'
import { type Host, startHost } from './host.ts'
import { HostProblem } from './hostProblem.ts'
import { seedConnections } from './simulators/seedConnections.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const data = process.env.TUOKE_DATA || join(root, '.local')

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const report = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${JSON.stringify({ level: 'WARN', service: 'host', message })}\n`)
}

const fail = (error: unknown): never => {
  process.stderr.write(`\n${error instanceof HostProblem ? error.message : (error as Error).stack}\n`)
  process.exit(1)
}

const portOf = (text: string): number => {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65_535) return port
  throw new HostProblem(`PORT must be 0 to 65535, not "${text}".`)
}

/** The port after that of the API; with 0, any that is free. */
const simulatorsPortOf = (port: number): number | undefined => {
  if (process.env.TUOKE_SIMULATORS === 'off') return undefined
  if (port === 65_535)
    throw new HostProblem(
      'PORT must be at most 65534: the simulators take the next one. TUOKE_SIMULATORS=off does without.',
    )
  return port === 0 ? 0 : port + 1
}

const introduce = ({ url, simulators }: Host): void => {
  say(`\nTuoke is running: ${url}\n`)
  for (const campaignId of Object.keys(DEMO_CAMPAIGNS)) say(`  landing page   ${url}/demo/${campaignId}`)
  say(`  console        ${url}/console`)
  say(`  API reference  ${url}/docs`)
  if (simulators) say(`  simulators     ${simulators}/_sim`)
  say(`  operator key   ${join(data, 'operator.key')}`)
  say(`  data           ${data} (table.db, events.ndjson)`)
  say('\nCtrl-C stops it; what was answered is on disk.\n')
}

let isStopping = false

/** Stops in order what is starting too; a second signal ends it at once. */
const stopOnSignal = (starting: Promise<Host>): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      isStopping = true
      starting.then((host) => host.close()).then(() => process.exit(0), fail)
    })
}

/** A server that serves is not ended by a demo that could not be made, as when its engine dies meanwhile. */
const seed = async (host: Host, tries = 5): Promise<void> => {
  try {
    await seedDemo(host.url, host.operatorKey())
    if (host.simulators) await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, host.simulators)
  } catch (error) {
    if (isStopping) return
    report(error)
    if (tries > 1) await pause(1000).then(() => seed(host, tries - 1))
  }
}

const main = async (): Promise<void> => {
  const port = portOf(process.env.PORT || '8787')
  const starting = startHost({
    topology,
    root,
    data,
    port,
    host: process.env.HOST || '127.0.0.1',
    dynamodbEndpoint: process.env.DYNAMODB_ENDPOINT || undefined,
    tableName: process.env.TABLE_NAME || 'tuoke',
    outboundHosts: process.env.OUTBOUND_HOSTS ?? '',
    decisionSources: process.env.DECISION_SOURCES ?? 'bank.credit',
    simulatorsPort: simulatorsPortOf(port),
    report,
  })
  stopOnSignal(starting)
  const host = await starting
  if (isStopping) return
  await seed(host)
  if (isStopping) return
  introduce(host)
  say(`ready in ${Math.round(performance.now())} ms`)
}

process.on('unhandledRejection', report)
main().catch(fail)
