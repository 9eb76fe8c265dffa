import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import { clientOf, temporaryFolder } from '../harness/place.ts'
import { FIXTURE_HOST, hostFileOf, isGone, isRunning, startChild } from '../local/childHost.ts'

type Line = { functionName: string; event: { Records?: object[] } }

const linesOf = (file: string): string[] => {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** What the fixture functions got, each thing by its number, as often as it came. */
const gotIn = (file: string): Record<string, number[]> => {
  const got: Record<string, number[]> = { reader: [], worker: [], listener: [] }
  for (const line of linesOf(file)) {
    const { functionName, event } = JSON.parse(line) as Line
    for (const record of event.Records ?? [event]) {
      const { dynamodb, body, detail } = record as {
        dynamodb?: { Keys: { sk: { S: string } } }
        body?: string
        detail?: { n: number }
      }
      got[functionName]?.push(Number(dynamodb?.Keys.sk.S ?? body ?? detail?.n))
    }
  }
  return got
}

const startHost = async (folder: string) => {
  const data = join(folder, 'data')
  const child = startChild(FIXTURE_HOST, { env: { TUOKE_DATA: data, RECORD_FILE: join(folder, 'record') } })
  const said = JSON.parse(await child.says(/\n/)) as { url: string; dynamodb: string; endpoint: string }
  const retrying = (endpoint: string) => ({ ...clientOf(endpoint), maxAttempts: 10 })
  const db = new DynamoDBClient(retrying(said.dynamodb))
  const sqs = new SQSClient(clientOf(said.endpoint))
  const bus = new EventBridgeClient(clientOf(said.endpoint))
  return {
    ...child,
    ...said,
    data,
    host: () => hostFileOf(data),
    /** Puts an item, a message and an event of a number. */
    put: async (n: number) => {
      await db.send(new PutItemCommand({ TableName: 'tuoke', Item: { pk: { S: 'test' }, sk: { S: `${n}` } } }))
      await sqs.send(new SendMessageCommand({ QueueUrl: `${said.endpoint}/0/jobs`, MessageBody: `${n}` }))
      const Entries = [{ EventBusName: 'tuoke', Source: 'test', DetailType: 'test', Detail: JSON.stringify({ n }) }]
      await bus.send(new PutEventsCommand({ Entries }))
    },
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n)

const hasAll = (count: number) => (got: Record<string, number[]>) =>
  Object.values(got).every((numbers) => new Set(numbers).size === count)

describe('kill -9 of the host', () => {
  it('in the middle of work, again and again, loses nothing and leaves no engine behind', async () => {
    const folder = temporaryFolder()
    const record = join(folder, 'record')
    const rounds = 2
    const each = 15
    const engines: (number | undefined)[] = []
    for (let round = 0; round < rounds; round++) {
      const host = await startHost(folder)
      const { enginePid } = host.host()
      for (let n = round * each; n < (round + 1) * each; n++) await host.put(n)
      engines.push(enginePid)
      host.kill('SIGKILL')
      expect(await host.end).toEqual({ code: null, signal: 'SIGKILL' })
    }
    await startHost(folder)
    for (const pid of engines) await isGone(pid)
    const got = await eventually(() => gotIn(record), hasAll(rounds * each), 15)
    const { reader = [] } = got
    expect([...new Set(reader)]).toEqual(upTo(rounds * each))
    expect(reader.length - rounds * each).toBeLessThanOrEqual(rounds * 5)
  })

  it('while all functions fail keeps everything for the next start', async () => {
    const folder = temporaryFolder()
    const record = join(folder, 'record')
    writeFileSync(`${record}.fail`, '')
    const first = await startHost(folder)
    for (const n of upTo(5)) await first.put(n)
    await eventually(
      () => first.stderr(),
      (text) => /reader/.test(text) && /worker/.test(text),
    )
    first.kill('SIGKILL')
    await first.end
    expect(linesOf(record)).toEqual([])
    rmSync(`${record}.fail`)
    await startHost(folder)
    const got = await eventually(() => gotIn(record), hasAll(5), 15)
    expect(got.reader).toEqual(upTo(5))
    expect(got.listener?.sort()).toEqual(upTo(5))
  })
})

describe('a clean stop', () => {
  it('in the middle of work delivers nothing twice', async () => {
    const folder = temporaryFolder()
    const host = await startHost(folder)
    for (const n of upTo(40)) await host.put(n)
    host.kill('SIGTERM')
    expect(await host.end).toEqual({ code: 0, signal: null })
    await startHost(folder)
    const got = await eventually(() => gotIn(join(folder, 'record')), hasAll(40), 15)
    expect(got.reader).toEqual(upTo(40))
    for (const numbers of [got.worker, got.listener]) expect(numbers?.sort((a, b) => a - b)).toEqual(upTo(40))
  })
})

describe('a stop while all functions hang', () => {
  it('takes less than 3 s, and what was cut off is done after the next start', async () => {
    const folder = temporaryFolder()
    const record = join(folder, 'record')
    writeFileSync(`${record}.hang`, '')
    const first = await startHost(folder)
    for (const n of upTo(5)) await first.put(n)
    const asked = fetch(`${first.url}/page`).catch(() => 'cut off')
    const from = performance.now()
    first.kill('SIGTERM')
    expect(await first.end).toEqual({ code: 0, signal: null })
    expect(performance.now() - from).toBeLessThan(3000)
    expect(await asked).toBe('cut off')
    rmSync(`${record}.hang`)
    await startHost(folder)
    await eventually(() => gotIn(record), hasAll(5), 15)
  })
})

describe('kill -9 of the engine', () => {
  it('is mended: the API answers again, the host tells the new engine, and nothing is lost', async () => {
    const folder = temporaryFolder()
    const host = await startHost(folder)
    const { enginePid, dynamodb } = host.host()
    await host.put(0)
    process.kill(enginePid ?? 0, 'SIGKILL')
    const after = await eventually(host.host, (file) => file.enginePid !== enginePid)
    expect(isRunning(after.enginePid)).toBe(true)
    expect(after).toMatchObject({ dynamodb, url: host.url, pid: host.pid })
    for (const n of [1, 2, 3]) await host.put(n)
    expect((await fetch(`${host.url}/page`)).status).toBe(200)
    const got = await eventually(() => gotIn(join(folder, 'record')), hasAll(4))
    expect(got.reader).toEqual([0, 1, 2, 3])
    host.kill('SIGKILL')
    await isGone(after.enginePid)
  })
})
