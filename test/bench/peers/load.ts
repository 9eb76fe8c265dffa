/** Sends submissions over so many connections for so many seconds, and says what came of them. One process, started by `throughput.ts`. */
import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { submission } from '../../harness/samples.ts'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    connections: { type: 'string' },
    seconds: { type: 'string' },
    first: { type: 'string' },
    seed: { type: 'string' },
  },
})
const url = new URL(values.url ?? '')
const connections = Number(values.connections)
const until = performance.now() + Number(values.seconds) * 1000
const first = Number(values.first)

export type LoadResult = {
  accepted: number
  requests: number
  wrong: number
  seconds: number
  p50: number
  p99: number
}

type Sent = { body: string; key: string }

const agent = new Agent({ keepAlive: true, maxSockets: connections })

const post = ({ body, key }: Sent): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': `"${key}"`,
    }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    sent.once('error', reject)
    sent.end(body)
  })

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
const numbersFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const random = numbersFrom(Number(values.seed))
const PAGE = 'https://loan.bank.example/apply?gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026'
const done: Sent[] = []
let made = 0

const bodyFor = (phone: string): string => JSON.stringify(submission(phone, { touch: { url: PAGE } }))
const newPhone = (): string => `137${String(first + ++made).padStart(8, '0')}`
const newKey = (): string => `${first}-${made}-${Math.floor(random() * 1e9)}`
const earlier = (): Sent | undefined => done[Math.floor(random() * done.length)]

/** Of a hundred: 75 new, 15 known, 5 the same again, 3 invalid, 2 a used key with another body. */
const next = (): { sent: Sent; expected: number; isNew: boolean } => {
  const kind = random() * 100
  const before = earlier()
  if (kind < 75 || !before) return { sent: { body: bodyFor(newPhone()), key: newKey() }, expected: 201, isNew: true }
  if (kind < 90) return { sent: { body: before.body, key: `${newKey()}-again` }, expected: 200, isNew: false }
  if (kind < 95) return { sent: before, expected: 201, isNew: false }
  if (kind < 98) return { sent: { body: bodyFor('12345'), key: newKey() }, expected: 422, isNew: false }
  return { sent: { body: bodyFor(newPhone()), key: before.key }, expected: 422, isNew: false }
}

const times: number[] = []
const result = { accepted: 0, requests: 0, wrong: 0 }

const work = async (): Promise<void> => {
  while (performance.now() < until) {
    const { sent, expected, isNew } = next()
    const from = performance.now()
    const status = await post(sent)
    times.push(performance.now() - from)
    result.requests += 1
    if (status !== expected) result.wrong += 1
    else if (isNew) {
      result.accepted += 1
      done.push(sent)
    }
  }
}

const started = performance.now()
await Promise.all(Array.from({ length: connections }, work))
const sorted = times.sort((a, b) => a - b)
const at = (q: number): number => sorted[Math.floor(sorted.length * q)] ?? 0
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({ ...result, seconds, p50: at(0.5), p99: at(0.99) } satisfies LoadResult)}\n`)
agent.destroy()
