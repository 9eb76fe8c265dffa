import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort } from '../../infra/local/engine/engine.ts'
import { serverOn } from '../faults/server.ts'
import { eventually, send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { median, quantile, sideOf } from './statistics.ts'
import { tableOf } from './table.ts'

const LOOK_MS = 5
const MOST_MS = 1000

/** Leads per second, and for how many seconds. */
type Load = { rate: number; seconds: number }

/** What was appended to a file since the last look, in whole lines. */
const tailOf = (file: string) => {
  let read = 0
  return (): string[] => {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 }
    if (size === read) return []
    const bytes = Buffer.alloc(size - read)
    const handle = openSync(file, 'r')
    readSync(handle, bytes, { position: read })
    closeSync(handle)
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1)
    read += whole.length
    return whole.toString().split('\n').filter(Boolean)
  }
}

/** When each lead's event was first seen in a file that grows, by lead id. */
const watchEvents = (file: string) => {
  const seen = new Map<string, number>()
  const tail = tailOf(file)
  const look = (): void => {
    for (const line of tail()) {
      const { detail } = JSON.parse(line) as { detail: { leadId: string } }
      if (!seen.has(detail.leadId)) seen.set(detail.leadId, performance.now())
    }
  }
  const timer = setInterval(look, LOOK_MS)
  return { seen, stop: () => clearInterval(timer) }
}

type Times = { p50: number; p99: number; max: number }

const summary = (times: readonly number[]): Times => ({
  p50: Math.round(median(times)),
  p99: Math.round(quantile(times, 0.99)),
  max: Math.round(Math.max(...times)),
})

/** Posts leads at a steady rate, whatever the answers take, and tells when each was answered and how long that took. */
const post = async (url: string, { rate, seconds }: Load) => {
  const leads = Math.ceil(rate * seconds)
  const answered = new Map<string, number>()
  const latencies: number[] = []
  const posts: Promise<void>[] = []
  const from = performance.now()
  for (let n = 0; n < leads; n++) {
    await pause(Math.max(0, from + (n * 1000) / rate - performance.now()))
    const sent = performance.now()
    const one = send(url, 'POST', '/v1/campaigns/freshness/leads', { body: submission(phoneNumber(n)) })
    posts.push(
      one.then((reply) => {
        if (reply.status !== 201) throw new Error(reply.text)
        answered.set((reply.json() as { leadId: string }).leadId, performance.now())
        latencies.push(performance.now() - sent)
      }),
    )
  }
  await Promise.all(posts)
  return { answered, latencies, perSecond: Math.round(leads / ((performance.now() - from) / 1000)) }
}

/** From the answer to a capture, which follows its commit, to its event on the bus, of every lead. */
const measureOn = async (data: string, load: Load) => {
  const server = serverOn({ data, port: await freePort(), log: join(data, 'server.log') })
  server.start()
  try {
    await server.ready()
    const settings = { body: campaignSettings(), key: server.operatorKey() }
    await send(server.url, 'PUT', '/v1/campaigns/freshness', settings)
    const events = watchEvents(join(data, 'events.ndjson'))
    const { answered, latencies, perSecond } = await post(server.url, load)
    await eventually(
      () => [...answered.keys()].filter((leadId) => !events.seen.has(leadId)).length,
      (missing) => missing === 0,
    )
    events.stop()
    const delays = [...answered].map(([leadId, at]) => Math.max(0, (events.seen.get(leadId) ?? Number.NaN) - at))
    return { leads: answered.size, perSecond, answer: latencies, answerToEvent: delays }
  } finally {
    await server.kill('SIGTERM')
  }
}

const told = ({ p50, p99, max }: Times): string => `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`

/** P7: how long after a lead's answer its event is on the bus of the local server, under a steady load. */
export const measureFreshness = async (load: Load = { rate: 100, seconds: 20 }): Promise<Figure[]> => {
  const { perSecond, leads, answer, answerToEvent } = await inFolder((data) => measureOn(data, load))
  const [event, own] = [summary(answerToEvent), summary(answer)]
  return [
    {
      id: 'P7',
      what: `commit to event on the bus, p99, at ${perSecond} leads per second`,
      value: event.p99,
      unit: 'ms',
      must: `≤ ${MOST_MS}`,
      holds: event.p99 <= MOST_MS,
      sides: [sideOf('answer to event', answerToEvent, 'ms'), sideOf('answer', answer, 'ms')],
      note: `${leads} leads. Answer to event: ${told(event)}; answers: ${told(own)}.`,
    },
  ]
}

const positive = (option: string, text: string): number => {
  if (Number(text) > 0) return Number(text)
  throw new Error(`--${option} must be a number above 0, not "${text}"`)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '20' } },
  })
  const load = { rate: positive('rate', values.rate), seconds: positive('seconds', values.seconds) }
  process.stdout.write(tableOf(await measureFreshness(load)))
}
