/**
 * Records what the local gateway and the stream poller hand to every function: `node test/recorder/record.ts` makes
 * `test/fixtures/events` anew. With a number, `record.ts 2`, it keeps what that version stores, publishes and answers.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { type Host, startHost } from '../../infra/local/host.ts'
import { BUS_NAME } from '../../infra/local/services.ts'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import { DECISION_DETAIL_TYPE } from '../../shared/contract/decisionEvent.ts'
import { EVENT_SOURCE } from '../../shared/contract/events.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { HttpAnswer } from '../harness/builtWorld.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems, isEntry, TABLE_NAME } from '../harness/items.ts'
import { kindOf, placeholders } from '../harness/recordedEvents.ts'
import { recordAs, recorded, recordings, releaseConsumers } from './recording.ts'
import { changing, EFFECTS, type RecordedRequest, reading } from './requests.ts'

const ROOT = join(import.meta.dirname, '../..')
const FIXTURES = join(ROOT, 'test/fixtures')

/** What later versions must answer in the same way. */
const LASTING = [
  'getCampaign',
  'captureLead',
  'getLead',
  'listCampaigns',
  'listLeads',
  'getTimeline',
  'getFunnelReport',
]

const data = mkdtempSync(join(tmpdir(), 'tuoke-record-'))
const engine = await startEngine(findEngine(), {})

const start = (): Promise<Host> =>
  startHost({
    topology: recorded,
    root: ROOT,
    data,
    port: 0,
    host: '127.0.0.1',
    dynamodbEndpoint: engine.url,
    tableName: TABLE_NAME,
    outboundHosts: '',
    report: (error) => {
      throw new Error('nothing may go wrong while events are recorded', { cause: error })
    },
  })

const ask = async (url: string, { name, status, method, path, ...more }: RecordedRequest): Promise<string> => {
  recordAs(name)
  const reply = await send(url, method, path, more)
  if (reply.status !== status) throw new Error(`${name} was answered ${reply.status}, not ${status}: ${reply.text}`)
  return reply.text
}

/** The events that Tuoke put on the bus, the earliest first. */
const published = (): unknown[] =>
  readFileSync(join(data, 'events.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { source: string; detail: unknown })
    .flatMap(({ source, detail }) => (source === EVENT_SOURCE ? [detail] : []))

const clientOf = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

/** A decision about an application that is not there. */
const putDecision = async (endpoint: string): Promise<void> => {
  const detail = {
    applicationId: 'ap_aaaaaaaaaaaaaaaaaaaa',
    decisionId: '2026-000123-1',
    kind: 'credited',
    at: '2026-11-26T08:00:00.000Z',
    limitFen: 24_000_000,
    aprBps: 600,
  }
  const entry = { EventBusName: BUS_NAME, Source: 'bank.credit', DetailType: DECISION_DETAIL_TYPE }
  const bus = new EventBridgeClient(clientOf(endpoint))
  await bus.send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }))
}

/** A message about a conversion that is not there. */
const sendMessage = async (endpoint: string): Promise<void> => {
  const MessageBody = JSON.stringify({ conversionId: `cv_${'a'.repeat(20)}` })
  const QueueUrl = `${endpoint}/000000000000/conversions_partner`
  await new SQSClient(clientOf(endpoint)).send(new SendMessageCommand({ QueueUrl, MessageBody }))
}

/** Plays everything, and returns what in it belongs to this installation alone. */
const play = async ({ url, endpoint, operatorKey }: Host) => {
  const key = operatorKey()
  const texts = new Map<string, string>()
  for (const request of changing(key)) texts.set(request.name, await ask(url, request))
  await putDecision(endpoint)
  await sendMessage(endpoint)
  releaseConsumers()
  await eventually(
    async () => (await allItems(engine.url)).filter(isEntry).length,
    (n) => n === EFFECTS.journaled && published().length === EFFECTS.published,
  )
  const { leadId, leadToken } = LeadVerdict.parse(JSON.parse(texts.get('captureLead') ?? ''))
  const day = dayOf(new Date().toISOString(), 'Asia/Shanghai')
  for (const request of reading({ key, leadId, leadToken, day })) await ask(url, request)
  return { operatorKey: key, leadId, leadToken }
}

const write = (file: string, value: unknown): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`)
}

const writeEvents = (own: Awaited<ReturnType<typeof play>>): void => {
  const folder = join(FIXTURES, 'events')
  rmSync(folder, { recursive: true, force: true })
  for (const { functionName, name, event } of recordings)
    write(join(folder, functionName, `${name}.json`), kindOf(event) === 'http' ? placeholders.put(event, own) : event)
}

const writeVersion = async (version: string, { operatorKey, leadToken }: Awaited<ReturnType<typeof play>>) => {
  const folder = join(FIXTURES, 'versions', version)
  const masterKey = readFileSync(join(data, 'key.local'), 'utf8')
  const exchanges = recordings.filter(({ name }) => LASTING.includes(name))
  const batches = recordings.filter(({ event }) => kindOf(event) === 'stream')
  write(join(folder, 'installation.json'), { masterKey, operatorKey, items: await allItems(engine.url) })
  write(
    join(folder, 'batches.json'),
    batches.map(({ functionName, event }) => ({ functionName, event })),
  )
  write(join(folder, 'published.json'), published())
  write(
    join(folder, 'exchanges.json'),
    exchanges.map(({ functionName, name, event, answer }) => {
      const { statusCode, body } = answer as HttpAnswer
      return {
        functionName,
        name,
        event: placeholders.put(event, { operatorKey, leadToken }),
        answer: { statusCode, body },
      }
    }),
  )
}

const host = await start()
try {
  const own = await play(host)
  const [version] = process.argv.slice(2)
  writeEvents(own)
  if (version !== undefined) await writeVersion(version, own)
  execFileSync(join(ROOT, 'node_modules/.bin/biome'), ['format', '--write', FIXTURES], { stdio: 'inherit' })
} finally {
  await host.close()
  await engine.stop()
  rmSync(data, { recursive: true, force: true })
}
