import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems, isJournaled, TABLE_NAME } from '../harness/items.ts'
import { clientOf, environmentOf, ROOT } from '../harness/place.ts'
import { campaignSettings, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

type Run = { code: number | null; stdout: string; stderr: string }

const run = (args: string[], input: string): Promise<Run> =>
  new Promise((resolve) => {
    const command = [join(ROOT, 'infra/aws/deliverAgain.ts'), ...args]
    const child = execFile(process.execPath, command, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

/** What `aws dynamodbstreams get-records` shows of the whole stream. */
const recordsOf = async (endpoint: string): Promise<string> => {
  const streams = new DynamoDBStreamsClient(clientOf(endpoint))
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: TABLE_NAME }))
  const StreamArn = Streams[0]?.StreamArn
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
  const shard = { StreamArn, ShardId: StreamDescription?.Shards?.[0]?.ShardId }
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ ...shard, ShardIteratorType: 'TRIM_HORIZON' }),
  )
  const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }))
  return JSON.stringify({ Records })
}

let host: TestHost
let stream: string
const journaled = async () => (await allItems(host.dynamodb)).filter(isJournaled)
const published = () => host.busEvents().map(({ detail }) => detail.id)

beforeAll(async () => {
  host = await startTestHost()
  const body = campaignSettings()
  await send(host.url, 'PUT', '/v1/campaigns/again', { body, key: host.operatorKey() })
  expect((await send(host.url, 'POST', '/v1/campaigns/again/leads', { body: submission() })).status).toBe(201)
  await eventually(journaled, (items) => items.some(({ pk }) => pk?.S?.startsWith('COUNTER#')))
  await eventually(published, ({ length }) => length === 1)
  stream = await recordsOf(host.dynamodb)
})

/** What `aws dynamodb query` shows of a partition. */
const itemsOf = async (partition: string): Promise<string> => {
  const query = new QueryCommand({
    TableName: TABLE_NAME,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: partition } },
  })
  const { Items } = await new DynamoDBClient(clientOf(host.dynamodb)).send(query)
  return JSON.stringify({ Items })
}

const DONE = { batchItemFailures: [] }

describe('records of the stream', () => {
  it('go to a function again, only those that are for it, and count nothing twice', async () => {
    const before = await journaled()
    const { code, stdout, stderr } = await run(['journal'], stream)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^1 of \d\d? records are for journal\n$/)
    expect(await host.invoke('journal', JSON.parse(stdout))).toEqual(DONE)
    expect(await journaled()).toEqual(before)
  })

  it('put on the bus again are the same event', async () => {
    const [id] = published()
    const { stdout } = await run(['relay'], stream)
    expect(await host.invoke('relay', JSON.parse(stdout))).toEqual(DONE)
    expect(published().slice(-1)).toEqual([id])
  })
})

describe('records of the quarantine', () => {
  it('go to a function again as the stream had them', async () => {
    const [id, times] = [published()[0], published().length]
    const table = openTable({ db: dynamoClient({ environment: environmentOf(host.dynamodb) }), name: TABLE_NAME })
    const { Records } = JSON.parse((await run(['relay'], stream)).stdout)
    const image: unknown = Records[0].dynamodb.NewImage
    await quarantineStore(table).add('relay', '42', { cause: 'event: invalid', at: '2026-11-26T00:00:00.000Z', image })
    const { stdout, stderr } = await run(['relay'], await itemsOf('QUARANTINE#relay'))
    expect(stderr).toBe('1 of 1 records are for relay\n')
    expect(JSON.parse(stdout).Records[0].dynamodb.NewImage).toEqual(image)
    expect(await host.invoke('relay', JSON.parse(stdout))).toEqual(DONE)
    expect(published().slice(times)).toEqual([id])
  })
})

describe('items of the table', () => {
  it('go to a function as their latest change, journal entries beside them do not', async () => {
    const [id, times, before] = [published()[0], published().length, await journaled()]
    const lead = await itemsOf(`LEAD#${host.busEvents()[0]?.detail.leadId}`)
    const { stdout, stderr } = await run(['relay'], lead)
    expect(stderr).toMatch(/^1 of \d records are for relay\n$/)
    expect(await host.invoke('relay', JSON.parse(stdout))).toEqual(DONE)
    expect(published().slice(times)).toEqual([id])
    expect(await host.invoke('journal', JSON.parse((await run(['journal'], lead)).stdout))).toEqual(DONE)
    expect(await journaled()).toEqual(before)
  })
})

describe('what cannot be delivered again', () => {
  it.each([
    ['for a function that reads no stream', ['capture'], '{"Records":[]}', /functions that read the stream are relay/],
    ['that is not what the commands show', ['relay'], 'Unable to locate credentials', /^Usage: .*\n$/],
    ['that is something else', ['relay'], '{"Table":{}}', /^Usage: .*\n$/],
  ])('%s is refused', async (_, args, input, sentence) => {
    const { code, stdout, stderr } = await run(args, input)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(sentence)
  })
})
