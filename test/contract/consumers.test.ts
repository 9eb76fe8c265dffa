import { readFileSync } from 'node:fs'
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Invoke, loadFunctions } from '../../infra/local/functions.ts'
import { topology } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import type { Change, Lead } from '../../shared/domain/lead.ts'
import type { Milestones } from '../../shared/domain/milestone.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { ROOT } from '../harness/place.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

/** Without the host's own consumers, so that what the handlers do is all that is done. */
const withoutConsumers: Topology = {
  ...topology,
  functions: Object.fromEntries(
    Object.entries(topology.functions).filter(([, { trigger }]) => trigger.kind !== 'stream'),
  ),
}

let host: TestHost
let invoke: Invoke
beforeAll(async () => {
  process.env.BUS_NAME = 'tuoke'
  host = await startTestHost({ topology: withoutConsumers })
  const { relay, journal } = topology.functions
  if (!relay || !journal) throw new Error('there is no relay or no journal')
  invoke = await loadFunctions({ ...topology, functions: { relay, journal } }, ROOT, 'consumers')
})

let sequence = 0
let leads = 0

const lead = (changes: Partial<Lead> = {}): Lead => {
  const leadId = `ld_${(++leads).toString(2).padStart(20, '0').replaceAll('0', 'a').replaceAll('1', 'b')}`
  const at = '2026-11-25T15:00:00.000Z'
  return {
    leadId,
    campaignId: 'spring',
    mode: 'live',
    chain: 'landing_page',
    timezone: 'Asia/Shanghai',
    cohortDay: '2026-11-25',
    dimensions: { platform: 'meta', account: '-', ad: '-', creative: '-', partner: '-' },
    verdict: { status: 'accepted' },
    receivedAt: at,
    cause: 'r1',
    milestones: { visited: at, captured: at },
    consent: { version: '1', textHash: 'x', purposes: ['contact'], at },
    touch: {},
    wrappedKey: 'wrapped',
    sealed: 'sealed',
    event: { id: eventIdOf('lead.captured', leadId), type: 'lead.captured', at, reached: ['visited', 'captured'] },
    ...changes,
  }
}

const record = (item: object, before?: object): DynamoDBRecord => ({
  eventName: before ? 'MODIFY' : 'INSERT',
  dynamodb: {
    SequenceNumber: String(++sequence).padStart(21, '0'),
    NewImage: marshall(item, { removeUndefinedValues: true }) as never,
    ...(before && { OldImage: marshall(before, { removeUndefinedValues: true }) as never }),
  },
})

const deliver = async (name: 'relay' | 'journal', Records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse> =>
  (await invoke(name, { Records })) as DynamoDBBatchResponse

const query = async (pk: string) => {
  const command = new QueryCommand({
    TableName: 'tuoke',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  })
  return ((await new DynamoDBClient({}).send(command)).Items ?? []).map((item) => unmarshall(item))
}

const countersOf = async (campaignId: string) => {
  const sums: Record<string, number> = {}
  for (const shard of [0, 1, 2, 3])
    for (const { pk, sk, ...counts } of await query(`COUNTER#${campaignId}#live#2026-11#${shard}`))
      for (const [count, n] of Object.entries(counts))
        if (!count.startsWith('event_')) sums[count] = (sums[count] ?? 0) + n
  return sums
}

/** What made the leads of a campaign, as their places in the roster say. */
const rosterOf = async (campaignId: string) => {
  const shards = await Promise.all([0, 1, 2, 3].map((shard) => query(`ROSTER#${campaignId}#2026-11-25#${shard}`)))
  return shards.flat().map(({ type }) => type)
}

const publishedIds = () => host.busEvents().map(({ detail }) => detail.id)

describe('relay', () => {
  it('publishes each change once, in order, and nothing for a write that caused none', async () => {
    const [a, b] = [lead(), lead()]
    const touched = { ...a, milestones: {} }
    expect(await deliver('relay', [record(a), record(touched, a), record(b)])).toEqual({ batchItemFailures: [] })
    expect(publishedIds().slice(-2)).toEqual([a.event.id, b.event.id])
    expect(publishedIds().filter((id) => id === a.event.id)).toHaveLength(1)
  })

  it('delivers again with the same event id', async () => {
    const one = record(lead())
    await deliver('relay', [one])
    await deliver('relay', [one])
    const [last, before] = publishedIds().reverse()
    expect(last).toBe(before)
  })

  it('sends more than ten events in as few requests as the bus takes', async () => {
    const many = Array.from({ length: 25 }, () => lead())
    await deliver(
      'relay',
      many.map((one) => record(one)),
    )
    expect(publishedIds().slice(-25)).toEqual(many.map(({ event }) => event.id))
  })

  it('puts a record it cannot read aside with the cause, sealed as it was, and goes on', async () => {
    const good = lead()
    const { campaignId, ...poison } = lead()
    const poisoned = record(poison)
    expect(await deliver('relay', [poisoned, record(good)])).toEqual({ batchItemFailures: [] })
    expect(publishedIds().at(-1)).toBe(good.event.id)
    const aside = (await query('QUARANTINE#relay')).find(({ sk }) => sk === poisoned.dynamodb?.SequenceNumber)
    expect(aside).toMatchObject({
      cause: expect.stringContaining('campaignId'),
      image: { leadId: { S: poison.leadId } },
    })
  })

  it('puts aside an event of a future version that it does not know', async () => {
    const future = lead()
    const poisoned = record({ ...future, event: { ...future.event, type: 'lead.teleported' } })
    expect(await deliver('relay', [poisoned])).toEqual({ batchItemFailures: [] })
    expect((await query('QUARANTINE#relay')).some(({ sk }) => sk === poisoned.dynamodb?.SequenceNumber)).toBe(true)
  })

  it('asks for the whole batch again when the record cannot even be put aside', async () => {
    const { campaignId, ...poison } = lead()
    host.engine.fail('PutItem', { kind: 'down' }, { times: 100, holding: 'QUARANTINE' })
    await expect(deliver('relay', [record(poison)]).finally(() => host.engine.heal())).rejects.toThrow()
  })
})

describe('journal', () => {
  it('counts a lead once however often and in whatever batches it is delivered', async () => {
    const one = lead({ campaignId: 'redelivered' })
    const other = lead({ campaignId: 'redelivered' })
    const [a, b] = [record(one), record(other)]
    await deliver('journal', [a])
    await deliver('journal', [a, b])
    await deliver('journal', [b, a, b])
    expect(await countersOf('redelivered')).toEqual({ visited: 2, captured: 2 })
    expect((await query(`LEAD#${one.leadId}`)).map(({ sk }) => sk)).toEqual([`EVENT#${one.event.id}`])
  })

  it('counts exactly when many consumers meet the same records at once', async () => {
    const records = Array.from({ length: 60 }, () => record(lead({ campaignId: 'crowded' })))
    await Promise.all(
      [0, 20, 40].map((from) => deliver('journal', [...records.slice(from), ...records.slice(0, from)])),
    )
    expect(await countersOf('crowded')).toEqual({ visited: 60, captured: 60 })
  })

  it('takes two changes of one lead in one batch', async () => {
    const one = lead({ campaignId: 'twice' })
    const event = {
      id: eventIdOf('lead.repeated', one.leadId, 'r2'),
      type: 'lead.repeated',
      at: one.event.at,
      reached: [],
    } as const
    await deliver('journal', [record(one), record({ ...one, event }, one)])
    expect(await countersOf('twice')).toEqual({ visited: 1, captured: 1, repeated: 1 })
  })

  it('counts two milestones reached one after the other, with what was granted and how long it took', async () => {
    const captured = lead({ campaignId: 'decided' })
    const [applied, at] = ['2026-11-26T01:00:00.000Z', '2026-11-28T01:00:00.000Z']
    const reached = (type: Change['type'], milestones: Milestones, more: Partial<Change>): Lead => ({
      ...captured,
      milestones: { ...captured.milestones, ...milestones },
      event: { id: eventIdOf(type, captured.leadId), type, at, reached: [], ...more },
    })
    const submitted = reached('application.submitted', { applied }, { at: applied, reached: ['applied'] })
    const amounts = { limitFen: 30_000_000 }
    const decision = { reached: ['credited' as const], amounts }
    const credited = reached('application.credited', { applied, credited: at }, decision)
    await deliver('journal', [record(captured), record(submitted, captured), record(credited, submitted)])
    await deliver('relay', [record(submitted, captured), record(credited, submitted)])
    expect(await countersOf('decided')).toEqual({
      visited: 1,
      captured: 1,
      applied: 1,
      credited: 1,
      limitFen: 30_000_000,
      applied_credited_after_2: 1,
    })
    const published = host.busEvents().slice(-2)
    expect(published.map(({ detail }) => detail)).toMatchObject([
      { type: 'application.submitted', leadId: captured.leadId, data: { mode: 'live' } },
      { type: 'application.credited', leadId: captured.leadId, data: { mode: 'live', limitFen: 30_000_000 } },
    ])
    expect(await rosterOf('decided')).toEqual(['lead.captured'])
  })

  it('is told where it failed and goes on from there', async () => {
    const records = Array.from({ length: 160 }, () => record(lead({ campaignId: 'interrupted' })))
    const late = String(records[140]?.dynamodb?.NewImage?.leadId?.S)
    host.engine.fail('TransactWriteItems', { kind: 'down' }, { times: 100, holding: late })
    const { batchItemFailures } = await deliver('journal', records).finally(() => host.engine.heal())
    const failed = records.findIndex(
      ({ dynamodb }) => dynamodb?.SequenceNumber === batchItemFailures[0]?.itemIdentifier,
    )
    expect(failed).toBeGreaterThan(0)
    expect(failed).toBeLessThanOrEqual(140)
    expect(await deliver('journal', records.slice(failed))).toEqual({ batchItemFailures: [] })
    expect(await countersOf('interrupted')).toEqual({ visited: 160, captured: 160 })
  })

  it('counts once when the answer of its transaction was lost', async () => {
    host.engine.fail('TransactWriteItems', { kind: 'drop' }, { holding: 'unsure' })
    await deliver('journal', [record(lead({ campaignId: 'unsure' }))])
    expect(await countersOf('unsure')).toEqual({ visited: 1, captured: 1 })
  })

  it('puts a record it cannot read aside and counts the rest', async () => {
    const { timezone, ...poison } = lead({ campaignId: 'poisoned' })
    await deliver('journal', [record(poison), record(lead({ campaignId: 'poisoned' }))])
    expect(await countersOf('poisoned')).toEqual({ visited: 1, captured: 1 })
    expect((await query('QUARANTINE#journal')).at(-1)).toMatchObject({ cause: expect.stringContaining('timezone') })
  })
})

it('the log of all this says nothing of what is sealed', () => {
  expect(host.logs.join('')).not.toMatch(/"sealed"|wrapped/)
  expect(readFileSync(`${host.data}/events.ndjson`, 'utf8')).not.toMatch(/sealed|wrapped/)
})
