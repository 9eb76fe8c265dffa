import { setTimeout as pause } from 'node:timers/promises'
import { attempt } from '../../faults/deliveries.ts'
import { isDrained } from '../../faults/drained.ts'
import { capture } from '../../faults/invited.ts'
import type { Server } from '../../faults/server.ts'
import { CAMPAIGNS, openidOf } from '../../faults/stories.ts'
import type { Figure } from '../figure.ts'
import { cpuMsOf } from '../peers/processTime.ts'
import { quantile, rounded, sideOf } from '../statistics.ts'
import { tableOf } from '../table.ts'
import { withListener } from './place.ts'

const MOST_MS = 200
const CAPTURES_AT_ONCE = 8

/** New followers per second, and for how many seconds. The first one makes the server warm and is told for information. */
type Load = { rate: number; seconds: number }
const LOADS: readonly Load[] = [
  { rate: 100, seconds: 10 },
  { rate: 200, seconds: 20 },
]
const PEOPLE = LOADS.reduce((sum, { rate, seconds }) => sum + rate * seconds, 0)

/** Somebody to come, with the code of a lead or without. */
type Comer = { n: number; scene: string | undefined }

type Answer = { isTaken: boolean; time: number }

/** People of whom every second one has the code of a lead; nothing is left to do for the server afterwards. */
const comers = async (server: Server, data: string): Promise<Comer[]> => {
  const all: Comer[] = Array.from({ length: PEOPLE }, (_, n) => ({ n, scene: undefined }))
  let next = 0
  const worker = async (): Promise<void> => {
    for (let one = all[next]; one; one = all[next]) {
      next += 2
      one.scene = await capture(server, CAMPAIGNS.other, one.n)
    }
  }
  await Promise.all(Array.from({ length: CAPTURES_AT_ONCE }, worker))
  const last = await capture(server, CAMPAIGNS.other, PEOPLE)
  if (!(await isDrained(server, data, last))) throw new Error('the journal does not settle')
  return all
}

/** Tells of each when it is due, whatever became of the ones before; the time of an answer counts from then. */
const followAll = async ({ url }: Server, people: readonly Comer[], rate: number): Promise<Answer[]> => {
  const at = Math.floor(Date.now() / 1000)
  const from = performance.now()
  const follow = async ({ n, scene }: Comer, due: number): Promise<Answer> => {
    const status = await attempt(url, openidOf(n), { event: 'subscribe', at, scene })
    return { isTaken: status === 200, time: performance.now() - due }
  }
  const answers: Promise<Answer>[] = []
  for (const [i, one] of people.entries()) {
    const due = from + (i * 1000) / rate
    await pause(Math.max(0, due - performance.now()))
    answers.push(follow(one, due))
  }
  return Promise.all(answers)
}

type Measured = Load & { answers: Answer[]; cpuMs: number | undefined }

/** One load after the other, on people of its own. */
const measureOn = async (server: Server, data: string): Promise<Measured[]> => {
  const { pid } = server.hostFile()
  const people = await comers(server, data)
  const measured: Measured[] = []
  for (const { rate, seconds } of LOADS) {
    const before = cpuMsOf([pid])
    const answers = await followAll(server, people.splice(0, rate * seconds), rate)
    const after = cpuMsOf([pid])
    const cpuMs = before === undefined || after === undefined ? undefined : (after - before) / answers.length
    measured.push({ rate, seconds, answers, cpuMs })
  }
  return measured
}

const figureOf = ({ rate, answers, cpuMs }: Measured): Figure => {
  const times = answers.map(({ time }) => time)
  const lost = answers.filter(({ isTaken }) => !isTaken).length
  const value = rounded(quantile(times, 0.99))
  const isVerdict = rate === LOADS.at(-1)?.rate
  const cpu = cpuMs === undefined ? '' : ` ${rounded(cpuMs)} ms CPU a follow, the journal's and the engine's among it.`
  return {
    id: 'F1',
    what: `answer to a follow, p99, at ${rate} new followers per second`,
    value,
    unit: 'ms',
    must: isVerdict ? `< ${MOST_MS}` : '',
    holds: !isVerdict || (value < MOST_MS && lost === 0),
    sides: [sideOf('answer', times, 'ms')],
    note: `${times.length} follows, encrypted, half with the code of a lead, from when each was due; ${lost} not taken.${cpu}`,
  }
}

/** F1: how long WeChat waits for the answer to a follow, under a load that does not wait for answers. */
export const measureFollowLatency = async (): Promise<Figure[]> => (await withListener(measureOn)).map(figureOf)

if (import.meta.main) process.stdout.write(tableOf(await measureFollowLatency()))
