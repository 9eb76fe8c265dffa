import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../infra/local/engine/engine.ts'
import { CampaignSetup } from '../../shared/contract/campaigns.ts'
import { type Server, serverOn } from '../faults/server.ts'
import { send } from '../harness/client.ts'
import { campaignSettings } from '../harness/samples.ts'
import { CAMPAIGN } from '../recorder/requests.ts'
import { clickAddress } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { cpuMsOf } from './peers/processTime.ts'
import { quantile, rounded, sideOf } from './statistics.ts'
import { tableOf } from './table.ts'

const MOST_MS = 20

/** Clicks per second, and for how many seconds. The first makes the server warm and does not count. */
const LOADS = [
  { rate: 100, seconds: 5 },
  { rate: 300, seconds: 20 },
] as const

type Answer = { isTaken: boolean; time: number }

const agent = new Agent({ keepAlive: true })

const tell = (address: string, due: number): Promise<Answer> =>
  new Promise((resolve) => {
    const end = (status: number | undefined) => resolve({ isTaken: status === 200, time: performance.now() - due })
    get(address, { agent }, (response) => response.resume().once('end', () => end(response.statusCode))).once(
      'error',
      () => end(undefined),
    )
  })

/** Tells of each click when it is due, whatever became of the ones before; the time of an answer counts from then. */
const tellAll = async (addressOf: (n: number) => string, { rate, seconds }: (typeof LOADS)[number]) => {
  const from = performance.now()
  const answers: Promise<Answer>[] = []
  for (let n = 0; n < rate * seconds; n++) {
    const due = from + (n * 1000) / rate
    await pause(Math.max(0, due - performance.now()))
    answers.push(tell(addressOf(n), due))
  }
  return Promise.all(answers)
}

/** The secret in the monitor link of a campaign that is made for this. */
const monitorKey = async ({ url, operatorKey }: Server): Promise<string> => {
  const key = operatorKey()
  const path = `/v1/campaigns/${CAMPAIGN}`
  await send(url, 'PUT', path, { body: campaignSettings(), key })
  const { monitors } = CampaignSetup.parse((await send(url, 'GET', `${path}/setup`, { key })).json())
  const [link] = monitors
  return /clicks\/[^/]+\/([a-z2-7]+)/.exec(link?.url ?? '')?.[1] ?? ''
}

type Measured = { answers: Answer[]; cpuMs: number | undefined }

const measureOn = async (data: string): Promise<Measured> => {
  const server = serverOn({ data, port: await freePort(), log: join(data, 'server.log') })
  server.start()
  try {
    await server.ready()
    const key = await monitorKey(server)
    const [warm, load] = LOADS
    await tellAll((n) => server.url + clickAddress(n, key), warm)
    const { pid } = server.hostFile()
    const before = cpuMsOf([pid])
    const answers = await tellAll((n) => server.url + clickAddress(1_000_000 + n, key), load)
    const after = cpuMsOf([pid])
    return {
      answers,
      cpuMs: before === undefined || after === undefined ? undefined : (after - before) / answers.length,
    }
  } finally {
    agent.destroy()
    await server.kill('SIGTERM')
  }
}

/** C1: how long a platform waits for the answer to a click, under a load that does not wait for answers. */
export const measureClickLatency = async (): Promise<Figure[]> => {
  const { answers, cpuMs } = await inFolder(measureOn)
  const times = answers.map(({ time }) => time)
  const lost = answers.filter(({ isTaken }) => !isTaken).length
  const value = rounded(quantile(times, 0.99))
  const cpu = cpuMs === undefined ? '' : ` ${rounded(cpuMs)} ms CPU a click, the gateway's and the journal's among it.`
  return [
    {
      id: 'C1',
      what: `answer to a click, p99, at ${LOADS[1].rate} clicks per second`,
      value,
      unit: 'ms',
      must: `< ${MOST_MS}`,
      holds: value < MOST_MS && lost === 0,
      sides: [sideOf('answer', times, 'ms')],
      note: `${times.length} clicks, from when each was due; ${lost} not taken.${cpu}`,
    },
  ]
}

if (import.meta.main) process.stdout.write(tableOf(await measureClickLatency()))
