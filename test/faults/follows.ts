/** Tells the server of follows and leaves, doubled and in any order, while it is killed: `npm run test:follows -- --people 300 --seed 1`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkFollows } from './checkFollows.ts'
import { type Delivery, deliveriesOf, deliverUnderFire } from './deliveries.ts'
import { describeFollows } from './describeFollows.ts'
import { isDrained } from './drained.ts'
import { capture, prepareFollows } from './invited.ts'
import { steadyPort } from './port.ts'
import { randomOf } from './random.ts'
import { type Server, serverOn } from './server.ts'
import { CAMPAIGNS, followerOf, type Newcomer, newcomers } from './stories.ts'

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** The leads of those who come with a code of ours, by the person's number, and the campaigns of all leads. */
const captureAll = async (server: Server, people: readonly Newcomer[]) => {
  const captured = new Map<string, string>()
  const leadIds = new Map<number, string>()
  for (const { n, way } of people) {
    if (way !== 'own' && way !== 'other') continue
    const leadId = await capture(server, CAMPAIGNS[way], n)
    leadIds.set(n, leadId)
    captured.set(leadId, CAMPAIGNS[way])
  }
  return { captured, leadIds }
}

const attemptsOf = (deliveries: readonly Delivery[]): number =>
  deliveries.reduce((sum, { attempts }) => sum + attempts.length, 0)

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '3500' },
    kills: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now()) },
  },
})
const { seed } = values
say(`seed ${seed}`)
const data = mkdtempSync(join(tmpdir(), 'tuoke-follows-'))
const server = serverOn({ data, port: await steadyPort(), log: join(data, 'server.log') })
try {
  server.start()
  await server.ready()
  await prepareFollows(server)
  const people = newcomers(Number(values.people), randomOf(`${seed} ways`))
  const { captured, leadIds } = await captureAll(server, people)
  const start = Math.ceil(Date.now() / 1000)
  const random = randomOf(`${seed} stories`)
  const followers = people.map((one) => followerOf(one, leadIds.get(one.n), start, random))
  const deliveries = deliveriesOf(followers, random)
  await deliverUnderFire(server, deliveries, Number(values.kills), randomOf(`${seed} kills`))
  const last = await capture(server, CAMPAIGNS.own, people.length)
  captured.set(last, CAMPAIGNS.own)
  const isSettled = await isDrained(server, data, last)
  const complaints = isSettled
    ? await checkFollows(server, data, { followers, captured })
    : [{ what: 'the journal does not settle' }]
  const events = followers.reduce((sum, { story }) => sum + story.length, 0)
  say(
    `${followers.length} people, ${events} events, ${deliveries.length} deliveries in ${attemptsOf(deliveries)} attempts; server killed ${values.kills} times`,
  )
  say(
    complaints.length === 0
      ? 'no violation'
      : `${complaints.length} violations, seed ${seed}, data ${data}\n${describeFollows(complaints, deliveries)}`,
  )
  process.exitCode = complaints.length === 0 ? 0 : 1
} catch (error) {
  say(`\nseed ${seed}, data ${data}\n${(error as Error).stack}`)
  process.exitCode = 1
} finally {
  await server.kill('SIGTERM')
  if (process.exitCode === 0) rmSync(data, { recursive: true, force: true })
  process.exit()
}
