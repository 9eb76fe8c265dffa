/** Carries people from the contact to the drawn loan while the server is killed: `npm run test:journeys -- --people 60 --seed 1`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { startSimulators } from '../../infra/local/simulators/simulators.ts'
import { send } from '../harness/client.ts'
import { campaignSettings } from '../harness/samples.ts'
import { runChaos } from './chaos.ts'
import { checkJourneys } from './checkJourneys.ts'
import { CAMPAIGN, type Carried, carry, type Place, PRODUCT } from './customer.ts'
import { steadyPort } from './port.ts'
import { randomOf } from './random.ts'
import { type Server, serverOn } from './server.ts'

const AT_ONCE = 8
const SETTLE_MS = 30_000

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const createCampaign = async ({ url }: Server, operatorKey: string): Promise<void> => {
  const body = campaignSettings({
    registration: { wechat: { connection: 'demo' } },
    application: {
      products: [
        {
          id: PRODUCT,
          name: '小额贷',
          amountFen: { min: 100_000, max: 10_000_000 },
          termMonths: { min: 1, max: 36 },
          identity: { idNumber: false, bankCard: false, faceCheck: false },
        },
      ],
    },
  })
  const reply = await send(url, 'PUT', `/v1/campaigns/${CAMPAIGN}`, { body, key: operatorKey })
  if (reply.status !== 201) throw new Error(`the campaign could not be made: ${reply.text}`)
}

/** Some at once, each with chances of its own, whatever becomes of the others. */
const carryAll = async (place: Place, people: number, seed: string): Promise<Carried[]> => {
  const done: Carried[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < people) {
      const n = next++
      done.push(await carry(place, n, randomOf(`${seed} person ${n}`)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return done
}

/** Waits until nothing is wrong any more, or for as long as everything may take to come everywhere. */
const settled = async (server: Server, data: string, journeys: readonly Carried[]): Promise<string[]> => {
  const deadline = Date.now() + SETTLE_MS
  for (;;) {
    const complaints = await checkJourneys(server, data, journeys)
    if (complaints.length === 0 || Date.now() > deadline) return complaints
    await pause(500)
  }
}

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
const { seed } = values
say(`seed ${seed}`)
const data = mkdtempSync(join(tmpdir(), 'tuoke-journeys-'))
const simulators = await startSimulators({ port: 0, host: '127.0.0.1', report: (error) => say(String(error)) })
const server = serverOn({
  data,
  port: await steadyPort(),
  log: join(data, 'server.log'),
  outboundHosts: simulators.host,
})
try {
  server.start()
  await server.ready()
  const operatorKey = server.operatorKey()
  await seedConnections({ url: server.url, operatorKey }, simulators.url)
  await createCampaign(server, operatorKey)
  let isOver = false
  const chaos = (async () => {
    const kills = { server: 0, engine: 0, starting: 0 }
    for (let round = 1; !isOver; round++) {
      const until = performance.now() + 3000
      const more = await runChaos({
        ...{ seed, round, server, until, starts: 3 },
        gap: [200, 1500],
        victims: { server: 3, engine: 2, both: 1 },
      })
      for (const name of ['server', 'engine', 'starting'] as const) kills[name] += more[name]
    }
    return kills
  })()
  const place = { url: server.url, outside: simulators.url, operatorKey }
  const journeys = await carryAll(place, Number(values.people), seed)
  isOver = true
  const kills = await chaos
  await server.kill()
  server.start()
  await server.ready({ starts: 3 })
  const complaints = await settled(server, data, journeys)
  say(
    `${journeys.length} journeys; killed: server ${kills.server}, starting server ${kills.starting}, engine ${kills.engine}`,
  )
  say(
    complaints.length === 0
      ? 'no violation'
      : `${complaints.length} violations, data ${data}\n${complaints.slice(0, 20).join('\n')}`,
  )
  process.exitCode = complaints.length === 0 ? 0 : 1
} catch (error) {
  say(`\nseed ${seed}, data ${data}\n${(error as Error).stack}`)
  process.exitCode = 1
} finally {
  await server.kill('SIGTERM')
  await simulators.close()
  if (process.exitCode === 0) rmSync(data, { recursive: true, force: true })
  process.exit()
}
