import { actsOf } from './acts.ts'
import { type Kills, runChaos } from './chaos.ts'
import { check } from './check.ts'
import { isDrained } from './drained.ts'
import type { Exchange, Violation, World } from './facts.ts'
import { lastLead, runLoad } from './load.ts'
import { observe } from './observe.ts'
import { randomOf } from './random.ts'
import { senderTo } from './sender.ts'
import type { Server } from './server.ts'
import { askOf, settle } from './settle.ts'
import { openStorm } from './storm.ts'

export const CAMPAIGNS = [
  { campaignId: 'faults-live', mode: 'live' },
  { campaignId: 'faults-test', mode: 'test' },
] as const

const CAMPAIGN_IDS = CAMPAIGNS.map(({ campaignId }) => campaignId)

/** So many leads are looked at one by one, and so many requests replayed. */
const SAMPLE = 40

export type Run = { seed: string; seconds: number; data: string; port: number; server: Server; history: Exchange[] }

/** Tokens of some accepted leads, by chance. */
const sampleTokens = ({ seed, history }: Run, round: number) => {
  const random = randomOf(`${seed} round ${round} sample`)
  const accepted = actsOf(history).flatMap(({ kind, verdict }) =>
    kind === 'lead' && verdict?.outcome === 'accepted' ? [verdict] : [],
  )
  return Array.from({ length: Math.min(SAMPLE, accepted.length) }, () => random.pick(accepted) ?? []).flat()
}

/** Finds out what became of everything, sends one last lead and waits until it has come everywhere. */
const calmDown = async (run: Run, round: number, times: number): Promise<Violation[]> => {
  const { server, data, history, port } = run
  const sender = senderTo(port, history)
  await settle(sender, history)
  const { answer } = await sender.send(lastLead({ round, campaigns: CAMPAIGN_IDS }, times))
  sender.close()
  const { leadId = '' } = JSON.parse(answer?.text ?? '{}') as { leadId?: string }
  if (await isDrained(server, data, leadId)) return []
  return [{ invariant: 'O1', what: 'the stream did not drain', exchanges: [] }]
}

/** Sends some of what was answered in any round again, each with its key. */
const replaySome = async ({ seed, history, port }: Run, round: number): Promise<void> => {
  const random = randomOf(`${seed} round ${round} replays`)
  const keyed = history.filter(({ key, answer }) => key !== undefined && answer !== undefined && answer.status < 500)
  const sender = senderTo(port, history)
  const picked = Array.from({ length: SAMPLE }, () => random.pick(keyed) ?? []).flat()
  await Promise.all(picked.map((exchange) => sender.send(askOf(exchange))))
  sender.close()
}

/** Kills the server and starts it again, on an engine of its own unless told otherwise. */
const restart = async ({ server }: Run, endpoint?: string): Promise<void> => {
  await server.kill()
  server.useEngine(endpoint)
  server.start()
  await server.ready()
}

type Trouble = { kills: Kills; faults: number; violations: Violation[] }

/** Load while server and engine are killed; at the end the server once more. */
const playKills = async (run: Run, round: number): Promise<Trouble> => {
  const { seed, server, history, port } = run
  const sender = senderTo(port, history)
  const until = performance.now() + run.seconds * 1000
  const [kills] = await Promise.all([
    runChaos({ seed, round, server, until, gap: [200, 1500], starts: 1, victims: { server: 3, engine: 5, both: 1 } }),
    runLoad({ seed, round, campaigns: CAMPAIGN_IDS, sender, until }),
  ])
  sender.close()
  const violations = await calmDown(run, round, 1)
  await restart(run)
  return { kills, faults: 0, violations }
}

/** Load while the engine loses answers and refuses, and the server is killed. */
const playStorm = async (run: Run, round: number): Promise<Trouble> => {
  const { seed, server, history, port, data } = run
  await server.kill()
  const storm = await openStorm(data)
  try {
    await restart(run, storm.endpoint)
    const sender = senderTo(port, history)
    const until = performance.now() + run.seconds * 1000
    const [kills, faults] = await Promise.all([
      runChaos({
        seed,
        round,
        server,
        until,
        gap: [3000, 6000],
        starts: 10,
        victims: { server: 1, engine: 0, both: 0 },
      }),
      storm.rain({ seed, round, until }),
      runLoad({ seed, round, campaigns: CAMPAIGN_IDS, sender, until }),
    ])
    sender.close()
    return { kills, faults, violations: await calmDown(run, round, 1) }
  } finally {
    await server.kill()
    await storm.close()
    await restart(run)
  }
}

const summaryOf = (history: readonly Exchange[], { kills, faults }: Trouble, world: World): string => {
  const lost = history.filter(({ answer }) => answer === undefined).length
  const unavailable = history.filter(({ answer }) => answer?.status === 503).length
  const killed = `killed: server ${kills.server}, starting server ${kills.starting}, engine ${kills.engine}`
  const left = `${world.leads.length} leads, ${world.entries.length} entries, ${world.published.length} events`
  const storm = faults > 0 ? `; up to ${faults} engine faults` : ''
  return `${history.length} requests (${lost} lost, ${unavailable} unavailable); ${killed}${storm}; ${left}`
}

/** Load and trouble, then quiet, and a look at everything there is after a last kill. Every second round is a storm. */
export const playRound = async (run: Run, round: number): Promise<{ summary: string; violations: Violation[] }> => {
  const before = run.history.length
  const started = performance.now()
  const trouble = round % 2 === 0 ? await playStorm(run, round) : await playKills(run, round)
  await replaySome(run, round)
  const stuck = await calmDown(run, round, 2)
  const world = await observe(run.server, run.data, CAMPAIGNS, sampleTokens(run, round))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  return {
    summary: `${seconds} s, ${summaryOf(run.history.slice(before), trouble, world)}`,
    violations: [...trouble.violations, ...stuck, ...check(run.history, world)],
  }
}
