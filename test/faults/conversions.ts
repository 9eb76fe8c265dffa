/** Conversions to platforms that fail, while the server is killed: `npm run test:conversions -- --conversions 1500 --kills 2 --seed 1`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startSimulators } from '../../infra/local/simulators/simulators.ts'
import { openClock } from './clock.ts'
import { DEAD } from './conversions/campaigns.ts'
import { checkConversions, describeConversions } from './conversions/check.ts'
import { measureDeadOne } from './conversions/deadOne.ts'
import { makeDisorder } from './conversions/disorder.ts'
import { sortOut } from './conversions/expected.ts'
import { findConversions } from './conversions/found.ts'
import { killing } from './conversions/killing.ts'
import { passTime } from './conversions/lapse.ts'
import { allGoOn, leaveAll } from './conversions/leave.ts'
import { tableBehind } from './conversions/outside.ts'
import { visitors } from './conversions/people.ts'
import { arePlanned } from './conversions/planned.ts'
import { changeCampaign, prepareCampaigns } from './conversions/prepare.ts'
import { summaryOf } from './conversions/summary.ts'
import { openWeather } from './conversions/weather.ts'
import { steadyPort } from './port.ts'
import { randomOf } from './random.ts'
import { serverOn } from './server.ts'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const { values } = parseArgs({
  options: {
    conversions: { type: 'string', default: '100000' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
const { seed } = values
const conversions = Number(values.conversions)
say(`seed ${seed}`)
const data = mkdtempSync(join(tmpdir(), 'tuoke-conversions-'))
const clock = openClock(join(data, 'clock'))
const weather = openWeather(randomOf(`${seed} weather`), (calls) => killer.onCall(calls))
const simulators = await startSimulators({
  port: 0,
  host: '127.0.0.1',
  now: clock.now,
  keeps: Number.POSITIVE_INFINITY,
  weather: weather.weather,
  report: (error) => say(String(error)),
})
const outboundHosts = [simulators.host, new URL(DEAD.baseUrl).host].join(',')
const log = join(data, 'server.log')
const server = serverOn({ data, port: await steadyPort(), log, outboundHosts, clock: clock.file })
const killer = killing(server, { kills: Number(values.kills), conversions, random: randomOf(`${seed} kills`) })
const table = tableBehind(server)

/** Everything that happens, from the first contact to the last verdict; who left a contact. */
const play = async () => {
  const all = visitors(conversions, randomOf(`${seed} people`))
  const place = { server, table, clock, seed, simulators: simulators.url, random: randomOf(`${seed} deeds`) }
  const deadOne = await measureDeadOne(place, all.length, randomOf(`${seed} dead`))
  say(`${deadOne.platform} dead: the others are told after ${deadOne.deadMs} ms, else after ${deadOne.wellMs} ms`)
  weather.storm()
  const disorder = makeDisorder({ server, data, table, clock, random: randomOf(`${seed} disorder`) })
  const begun = performance.now()
  const came = await leaveAll(place, all)
  const people = [...deadOne.people, ...came]
  const areAll = await arePlanned(table, people, killer.settled)
  const plannedMs = performance.now() - begun
  await changeCampaign(server)
  await allGoOn(place, people)
  const stuck = areAll ? await passTime(table, clock, { isQuiet: weather.isQuiet, settled: killer.settled }) : undefined
  await killer.settled()
  await disorder.stop()
  const closedMs = performance.now() - begun
  return { deadOne, people, areAll, stuck, plannedMs, closedMs }
}

try {
  server.start()
  await server.ready()
  await prepareCampaigns(server, simulators.url)
  const { deadOne, people, areAll, stuck, ...times } = await play()
  const found = await findConversions(table, simulators.url, data)
  const complaints = [
    ...(areAll ? [] : [{ what: 'not all conversions were planned' }]),
    ...(stuck === undefined ? [] : [{ what: `nothing happens about what is due: ${stuck}` }]),
    ...(deadOne.isSlower ? [{ what: `${deadOne.platform} slows the others down when it is dead` }] : []),
    ...(killer.done() < Number(values.kills) ? [{ what: `the server was killed ${killer.done()} times only` }] : []),
    ...checkConversions(sortOut(found, people), found.published),
  ]
  say(summaryOf({ people, found, weather, kills: killer.done(), days: clock.ahead() / 86_400_000, ...times }))
  say(
    complaints.length === 0
      ? 'no violation'
      : `${complaints.length} violations, seed ${seed}, data ${data}\n${describeConversions(complaints)}`,
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
