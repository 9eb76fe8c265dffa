import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import type { Figure } from '../figure.ts'
import { inFolder } from '../folder.ts'
import { median, rounded, sideOf } from '../statistics.ts'
import { tableOf } from '../table.ts'
import { checkConformance } from './conformance.ts'
import type { LoadResult } from './load.ts'
import { cpuMsOf } from './processTime.ts'
import { CAMPAIGN, deliveredBy, type PeerSide, startExpress, startFastify, startTuoke } from './sides.ts'

const CONNECTIONS = [1, 16, 64]
/** Of the hand-written Fastify; the aim is half. */
const LEAST = 0.25
const SEED = 20_261_126

type Options = { seconds?: number; rounds?: number }
type Round = { perSecond: number; p50: number; p99: number; cpuMicroseconds: number | undefined }

const run = promisify(execFile)

let phones = 0

/** One load on one side; it counts only what was answered rightly and whose events were delivered in the end. */
const loadOnce = async (side: PeerSide, connections: number, seconds: number): Promise<Round> => {
  phones += 500_000
  const before = { cpu: cpuMsOf(side.pids()), delivered: deliveredBy(side) }
  const args = Object.entries({
    url: `${side.url}/v1/campaigns/${CAMPAIGN}/leads`,
    connections,
    seconds,
    first: phones,
    seed: SEED + phones,
  })
  const from = performance.now()
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, 'load.ts'),
    ...args.map(([name, value]) => `--${name}=${value}`),
  ])
  const result = JSON.parse(stdout) as LoadResult
  if (result.wrong > 0)
    throw new Error(
      `${side.name} answered ${result.wrong} of ${result.requests} requests wrongly (seed ${SEED + phones})`,
    )
  while (deliveredBy(side) < before.delivered + result.accepted) {
    if (performance.now() - from > (seconds + 60) * 1000) throw new Error(`${side.name} did not deliver every event`)
    await pause(20)
  }
  if (deliveredBy(side) > before.delivered + result.accepted) throw new Error(`${side.name} delivered an event twice`)
  const cpu = cpuMsOf(side.pids())
  return {
    perSecond: result.accepted / result.seconds,
    p50: result.p50,
    p99: result.p99,
    cpuMicroseconds:
      cpu === undefined || before.cpu === undefined ? undefined : ((cpu - before.cpu) * 1000) / result.accepted,
  }
}

type Loads = Map<PeerSide, Map<number, Round[]>>

/** Every load on every side, the sides in turn, after a round that does not count. */
const loadAll = async (sides: readonly PeerSide[], { seconds = 5, rounds = 3 }: Options): Promise<Loads> => {
  const all: Loads = new Map(sides.map((side) => [side, new Map(CONNECTIONS.map((connections) => [connections, []]))]))
  for (const side of sides) await loadOnce(side, 16, 2)
  for (let round = 0; round < rounds; round++)
    for (const connections of CONNECTIONS)
      for (const side of sides)
        all
          .get(side)
          ?.get(connections)
          ?.push(await loadOnce(side, connections, seconds))
  return all
}

const roundsOf = (loads: Loads, side: PeerSide, connections: number): Round[] => loads.get(side)?.get(connections) ?? []

const rates = (rounds: readonly Round[]): number[] => rounds.map(({ perSecond }) => perSecond)

const noteOf = (loads: Loads, sides: readonly PeerSide[], connections: number): string =>
  sides
    .map((side) => {
      const rounds = roundsOf(loads, side, connections)
      const cpus = rounds.flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? [])
      const cpu = cpus.length > 0 ? `, ${rounded(median(cpus))} µs CPU a lead` : ''
      return `${side.name}: p50 ${rounded(median(rounds.map(({ p50 }) => p50)))} ms, p99 ${rounded(median(rounds.map(({ p99 }) => p99)))} ms${cpu}`
    })
    .join('; ')

/** The rates of a side at the number of connections that it is quickest with. */
const bestOf = (loads: Loads, side: PeerSide): number[] =>
  CONNECTIONS.map((connections) => rates(roundsOf(loads, side, connections))).reduce((best, other) =>
    median(other) > median(best) ? other : best,
  )

const ratio = (tuoke: PeerSide, ours: number[], peer: PeerSide, theirs: number[]) => ({
  id: 'P5',
  value: rounded(median(ours) / median(theirs)),
  unit: 'ratio' as const,
  sides: [sideOf(tuoke.name, ours, 'per s'), sideOf(peer.name, theirs, 'per s')],
})

/** What each side can do at most is held against the other; what it does with so many connections is told. */
const figuresOf = (loads: Loads, tuoke: PeerSide, peer: PeerSide, isFirst: boolean): Figure[] => {
  const best = ratio(tuoke, bestOf(loads, tuoke), peer, bestOf(loads, peer))
  return [
    {
      ...best,
      what: `most leads per second ÷ ${peer.name}`,
      must: isFirst ? `≥ ${LEAST}` : '',
      holds: !isFirst || best.value >= LEAST,
      note: `The best of ${CONNECTIONS.join(', ')} connections on each side.`,
    },
    ...CONNECTIONS.map((connections) => ({
      ...ratio(tuoke, rates(roundsOf(loads, tuoke, connections)), peer, rates(roundsOf(loads, peer, connections))),
      what: `leads per second ÷ ${peer.name}, ${connections} connection${connections === 1 ? '' : 's'}`,
      must: '',
      holds: true,
      note: noteOf(loads, [tuoke, peer], connections),
    })),
  ]
}

/** P5: accepted leads per second over HTTP, durable, deduplicated, their events delivered; beside two peers that do the same work. */
export const measureThroughput = (options: Options = {}): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const tuoke = await startTuoke(folder)
    const fastify = await startFastify(folder)
    const express = await startExpress(folder)
    const peers = 'missing' in express ? [fastify] : [fastify, express]
    try {
      for (const side of [tuoke, ...peers]) await checkConformance(side)
      const loads = await loadAll([tuoke, ...peers], options)
      const skipped =
        'missing' in express
          ? [{ id: 'P5', what: 'leads per second ÷ Express + PostgreSQL', skipped: express.missing }]
          : []
      return [...peers.flatMap((peer, i) => figuresOf(loads, tuoke, peer, i === 0)), ...skipped]
    } finally {
      for (const side of [tuoke, ...peers]) await side.stop()
    }
  })

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, rounds: { type: 'string' } } })
  const figures = await measureThroughput({ seconds: Number(values.seconds ?? 5), rounds: Number(values.rounds ?? 3) })
  process.stdout.write(tableOf(figures))
}
