import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort } from '../../infra/local/engine/engine.ts'
import { serverOn } from '../faults/server.ts'
import { send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'

const LOOK_MS = 5

const { values } = parseArgs({
  options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '20' } },
})
const rate = Number(values.rate)
const leads = rate * Number(values.seconds)

/** When each lead's event was first seen in a file that grows, by lead id. */
const watchEvents = (file: string) => {
  const seen = new Map<string, number>()
  let read = 0
  const look = (): void => {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 }
    if (size === read) return
    const bytes = readFileSync(file).subarray(read)
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1)
    read += whole.length
    for (const line of whole.toString().split('\n').filter(Boolean)) {
      const { detail } = JSON.parse(line) as { detail: { leadId: string } }
      if (!seen.has(detail.leadId)) seen.set(detail.leadId, performance.now())
    }
  }
  const timer = setInterval(look, LOOK_MS)
  return { seen, stop: () => clearInterval(timer) }
}

const quantile = (sorted: readonly number[], q: number): number =>
  Math.round(sorted[Math.floor(sorted.length * q)] ?? 0)

const summary = (times: number[]) => {
  const sorted = times.sort((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: quantile(sorted, 0.9999) }
}

/** Posts leads at a steady rate, whatever the answers take, and tells when each was answered and how long that took. */
const post = async (url: string) => {
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

/** From the answer to a capture, which follows its commit, to its event on the bus, under a steady load. */
const measure = async (data: string) => {
  const server = serverOn({ data, port: await freePort(), log: join(data, 'server.log') })
  server.start()
  await server.ready()
  const settings = { body: campaignSettings(), key: server.operatorKey() }
  await send(server.url, 'PUT', '/v1/campaigns/freshness', settings)
  const events = watchEvents(join(data, 'events.ndjson'))
  const { answered, latencies, perSecond } = await post(server.url)
  while (events.seen.size < answered.size) await pause(LOOK_MS)
  events.stop()
  await server.kill('SIGTERM')
  const delays = [...answered].map(([leadId, at]) => Math.max(0, (events.seen.get(leadId) ?? Number.NaN) - at))
  return { leads, perSecond, answerMs: summary(latencies), answerToEventMs: summary(delays) }
}

const data = mkdtempSync(join(tmpdir(), 'tuoke-freshness-'))
try {
  process.stdout.write(`${JSON.stringify(await measure(data))}\n`)
} finally {
  rmSync(data, { recursive: true, force: true })
}
