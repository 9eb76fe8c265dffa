import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEngine } from '../../../infra/local/engine/engine.ts'
import { findEngine } from '../../../infra/local/engine/engineBinary.ts'
import { startHost } from '../../../infra/local/host.ts'
import { topology } from '../../../infra/topology.ts'
import { send } from '../../harness/client.ts'
import { type FaultyEngine, type Seen, startFaultyEngine } from '../../harness/faultyEngine.ts'
import { allItems, isEntry, type StoredItem } from '../../harness/items.ts'
import { campaignSettings, phoneNumber, submission } from '../../harness/samples.ts'
import { inFolder, ROOT } from '../folder.ts'
import type { Measured } from './bill.ts'
import { measureCpu } from './cpu.ts'

/** What waiting for AWS takes within a region, by what is called. Not measured: AWS was not at hand. */
export const WAIT_MS = { read: 4, write: 6, transaction: 12, putEvents: 15 } as const

/** CloudWatch counts so many bytes beside each line. */
const BYTES_BESIDE_LINE = 26

/** An access log line has about so many characters, by the format in the API's stack. */
const ACCESS_LOG_BYTES = 150

const ROUNDS = 40
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'])

type Line = { service?: string; message: string; bytes: number; metrics: string[] }

/** Milliseconds of CPU per call, by function. */
type Cpu = Readonly<Record<string, number>>

type Embedded = { _aws?: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } }

/** Keeps the log lines of this process from the terminal. */
const takeLogs = () => {
  const lines: Line[] = []
  const write = process.stdout.write
  process.stdout.write = ((chunk: string | Uint8Array) => {
    const text = String(chunk)
    const line = JSON.parse(text) as Line & Embedded
    const metrics = (line._aws?.CloudWatchMetrics ?? []).flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name))
    lines.push({ ...line, metrics, bytes: Buffer.byteLength(text) + BYTES_BESIDE_LINE })
    return true
  }) as typeof process.stdout.write
  return {
    lines,
    release: () => {
      process.stdout.write = write
    },
  }
}

const waitOf = ({ operation }: Seen): number => {
  if (operation === 'TransactWriteItems') return WAIT_MS.transaction
  return WRITES.has(operation) ? WAIT_MS.write : WAIT_MS.read
}

/** What consumers of the stream write; all else is the request's own. */
const isJournal = ({ body }: Seen): boolean => body.includes('"EVENT#')

/** Names and values, as DynamoDB counts an item. */
const bytesOf = (item: StoredItem): number =>
  Object.entries(item).reduce(
    (total, [name, value]) =>
      total + Buffer.byteLength(name) + Buffer.byteLength(JSON.stringify(Object.values(value)[0])),
    0,
  )

type Place = { url: string; engine: FaultyEngine; memory: string; key: string; events: string; lines: Line[] }

const journaled = async ({ memory }: Place): Promise<number> => (await allItems(memory)).filter(isEntry).length
const onBus = ({ events }: Place): string[] => readFileSync(events, 'utf8').split('\n').filter(Boolean)

const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  while (!(await isTrue())) await pause(10)
}

const ended = (lines: readonly Line[]) => lines.filter(({ message }) => message === 'done')

const perFunction = (lines: readonly Line[], seen: readonly Seen[], events: number, cpu: Cpu) => {
  const names = [...new Set(ended(lines).flatMap(({ service }) => service ?? []))]
  const waits: Record<string, number> = { relay: events * WAIT_MS.putEvents }
  for (const one of seen) {
    const name = isJournal(one) ? 'journal' : 'capture'
    waits[name] = (waits[name] ?? 0) + waitOf(one)
  }
  return Object.fromEntries(
    names.map((name) => {
      const own = lines.filter(({ service }) => service === name)
      const invocations = ended(own).length
      const total = (of: (line: Line) => number) => own.reduce((sum, line) => sum + of(line), 0)
      return [
        name,
        {
          invocations: invocations / ROUNDS,
          cpuMs: cpu[name] ?? Number.NaN,
          waitMs: (waits[name] ?? 0) / invocations,
          logBytes: total(({ bytes }) => bytes) / invocations,
        },
      ]
    }),
  )
}

/** Does something as often as it takes, each time only when all that followed the time before is done: as at a few a second. */
const measureOne = async (
  place: Place,
  work: (n: number) => Promise<void>,
  { publishes, cpu }: { publishes: boolean; cpu: Cpu },
): Promise<Measured> => {
  const [fromLine, before, storedBefore] = [place.lines.length, await journaled(place), await allItems(place.memory)]
  const events = onBus(place).length
  const { seen } = await place.engine.watch(async () => {
    for (let n = 1; n <= ROUNDS; n++) {
      await work(n)
      await until(async () => (await journaled(place)) >= before + n)
      if (publishes) await until(async () => onBus(place).length >= events + n)
    }
  })
  const lines = place.lines.slice(fromLine)
  const published = onBus(place).slice(events)
  const stored = (items: readonly StoredItem[]) => items.reduce((total, item) => total + bytesOf(item), 0)
  const units = (of: (one: Seen) => boolean) => seen.filter(of).reduce((total, one) => total + one.units, 0) / ROUNDS
  return {
    writes: units(({ operation }) => WRITES.has(operation)),
    reads: units(({ operation }) => !WRITES.has(operation)),
    storedBytes: (stored(await allItems(place.memory)) - stored(storedBefore)) / ROUNDS,
    events: published.length / ROUNDS,
    eventBytes: Buffer.byteLength(published.join('\n')) / ROUNDS,
    functions: perFunction(lines, seen, published.length, cpu),
    accessLogBytes: ACCESS_LOG_BYTES + BYTES_BESIDE_LINE,
  }
}

const meanLeadBytes = async ({ memory }: Place): Promise<number> => {
  const leads = (await allItems(memory)).filter(({ sk }) => sk?.S === 'LEAD')
  return leads.reduce((total, lead) => total + bytesOf(lead), 0) / leads.length
}

const TOUCH = {
  url: 'https://loan.bank.example/apply?gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12',
}

const good = async (reply: ReturnType<typeof send>): Promise<void> => {
  const { status, text } = await reply
  if (status >= 300) throw new Error(`answered ${status}: ${text}`)
}

const measureAll = async (place: Place, cpu: Awaited<ReturnType<typeof measureCpu>>) => {
  const { url, key } = place
  await good(send(url, 'PUT', '/v1/campaigns/cost', { body: campaignSettings(), key }))
  const visit = (n: number) =>
    good(send(url, 'POST', '/v1/campaigns/cost/visits', { body: { visitId: `visit-${10_000 + n}`, ...TOUCH } }))
  const lead = (first: number, headers: (n: number) => Record<string, string>) => (n: number) =>
    good(
      send(url, 'POST', '/v1/campaigns/cost/leads', {
        body: submission(phoneNumber(first + n), { touch: { ...TOUCH, visitId: `visit-${10_000 + n}` } }),
        headers: headers(n),
      }),
    )
  const sent = { publishes: true, cpu: cpu.lead }
  return {
    visit: await measureOne(place, visit, { publishes: false, cpu: cpu.visit }),
    lead: await measureOne(
      place,
      lead(0, () => ({})),
      sent,
    ),
    leadWithKey: await measureOne(
      place,
      lead(1000, (n) => ({ 'idempotency-key': `"${n}"` })),
      sent,
    ),
    leadBytes: await meanLeadBytes(place),
    metrics: new Set(place.lines.flatMap(({ service, metrics }) => metrics.map((metric) => `${service} ${metric}`)))
      .size,
  }
}

/** What a visit and a lead use, measured on the whole system on this machine. */
export const measureUse = () =>
  inFolder(async (data) => {
    const cpu = await measureCpu()
    const { lines, release } = takeLogs()
    const memory = await startEngine(findEngine(), {})
    const engine = await startFaultyEngine(memory.url)
    const host = await startHost({
      topology,
      root: ROOT,
      data,
      port: 0,
      host: '127.0.0.1',
      dynamodbEndpoint: engine.url,
      tableName: 'tuoke',
      outboundHosts: '',
      report: (error) => {
        throw error
      },
    })
    const place = {
      url: host.url,
      engine,
      memory: memory.url,
      key: host.operatorKey(),
      events: join(data, 'events.ndjson'),
      lines,
    }
    try {
      return await measureAll(place, cpu)
    } finally {
      release()
      await host.close()
      await engine.close()
      await memory.stop()
    }
  })
