import type { DynamoDBRecord } from 'aws-lambda'
import { beforeAll, describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { TRACE } from '../harness/builtFunction.ts'
import { type BuiltWorld, type HttpAnswer, startBuiltWorld } from '../harness/builtWorld.ts'
import { eventually } from '../harness/client.ts'
import { allItems, isEntry, keyOf } from '../harness/items.ts'
import { kindOf, recordedEvent, recordedNames } from '../harness/recordedEvents.ts'
import { startFunction } from '../harness/startFunction.ts'
import { CAMPAIGN, changing, reading } from '../recorder/requests.ts'

const names = Object.keys(topology.functions)
const requests = [...changing(''), ...reading({ key: '', leadId: '', leadToken: '', day: '' })]
const servedBy = (request: string): string => names.find((name) => recordedNames(name).includes(request)) ?? ''

let world: BuiltWorld
const answers = new Map<string, HttpAnswer>()
const answerTo = (request: string): HttpAnswer => answers.get(request) ?? { statusCode: 0, headers: {} }
const bodyOf = (request: string) => JSON.parse(answerTo(request).body ?? '{}')

beforeAll(async () => {
  world = await startBuiltWorld(startFunction)
  for (const { name } of requests) {
    const { leadId, leadToken } = bodyOf('captureLead')
    const own = { operatorKey: world.operatorKey, leadId, leadToken }
    answers.set(name, await world.ask(servedBy(name), recordedEvent(servedBy(name), name, own)))
  }
})

describe('recorded events', () => {
  it.each(Object.entries(topology.functions))('are there for %s and the kind of its trigger', (name, { trigger }) => {
    const kinds = recordedNames(name).map((event) => kindOf(recordedEvent(name, event)))
    expect(new Set(kinds)).toEqual(new Set([trigger.kind]))
  })
})

describe('a built function behind HTTP', () => {
  it.each(requests)('answers $name with $status', ({ name, status }) => {
    expect(answerTo(name).statusCode).toBe(status)
  })

  it('stores what was sent: campaign, connection, visit and lead, the person sealed', async () => {
    const items = new Map((await allItems(world.dynamodb)).map((item) => [keyOf(item), item]))
    for (const key of [
      `CAMPAIGN#${CAMPAIGN} CAMPAIGN`,
      'CONNECTION#tencent_ads#recorded CONNECTION',
      `VISIT#${CAMPAIGN}#visit-recorded VISIT`,
    ])
      expect(items.has(key)).toBe(true)
    const lead = items.get(`LEAD#${bodyOf('captureLead').leadId} LEAD`)
    expect(lead).toMatchObject({ verdict: { M: { status: { S: 'accepted' } } }, sealed: { S: expect.any(String) } })
    expect(JSON.stringify([...items.values()])).not.toMatch(/13900000001|张三|a-synthetic-token/)
  })

  it('knows the lead again by its token, and shows operators a masked person', () => {
    const { leadId } = bodyOf('captureLead')
    expect(bodyOf('getLead').leadId).toBe(leadId)
    expect(bodyOf('getTimeline')).toMatchObject({ leadId, contact: { phone: '139****0001' } })
    expect(bodyOf('repeatLead')).toMatchObject({ leadId, outcome: 'duplicate' })
  })

  it('shows pages with a policy that allows their own script', () => {
    const { headers, body = '' } = answerTo('landingPage')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(body).toContain('<script src="/sdk/v1.js" async></script>')
    expect(body).toContain(`action="/v1/campaigns/${CAMPAIGN}/leads"`)
  })

  it('keeps operators out who have no key', async () => {
    const { statusCode } = await world.ask('operations', recordedEvent('operations', 'listCampaigns'))
    expect(statusCode).toBe(401)
  })
})

const batchesOf = (name: string) =>
  recordedNames(name).map((batch) => recordedEvent(name, batch) as { Records: DynamoDBRecord[] })

const changesOf = (name: string): (string | undefined)[] =>
  batchesOf(name).flatMap(({ Records }) => Records.map(({ dynamodb }) => dynamodb?.NewImage?.event?.M?.id?.S))

const deliver = async (name: string): Promise<void> => {
  for (const batch of batchesOf(name)) expect(await world.invoke(name, batch)).toEqual({ batchItemFailures: [] })
}

describe('a built function behind the stream', () => {
  it('publishes every change, in order', async () => {
    await deliver('relay')
    const changes = changesOf('relay')
    expect(
      world
        .published()
        .map(({ id }) => id)
        .slice(-changes.length),
    ).toEqual(changes)
  })

  it('journals and counts every change once, however often it is delivered', async () => {
    await deliver('journal')
    await deliver('journal')
    const items = await allItems(world.dynamodb)
    const entries = items.filter(isEntry).map(({ eventId }) => eventId?.S)
    expect(entries).toEqual(expect.arrayContaining(changesOf('journal')))
    const counters = items.filter(({ pk }) => pk?.S?.startsWith(`COUNTER#${CAMPAIGN}#live#`))
    const sum = (count: string) => counters.reduce((total, item) => total + Number(item[count]?.N ?? 0), 0)
    const counted = Object.fromEntries(['visited', 'captured', 'repeated', 'rejected'].map((one) => [one, sum(one)]))
    expect(counted).toEqual({ visited: 4, captured: 4, repeated: 1, rejected: 1 })
  })

  it('fails on an event that is not of its kind, and works on', async () => {
    await expect(world.invoke('relay', {})).rejects.toThrow()
    expect(await world.invoke('relay', { Records: [] })).toEqual({ batchItemFailures: [] })
  })
})

const traceOf = (event: unknown): string =>
  (event as { headers?: Record<string, string> }).headers?.['x-amzn-trace-id'] ?? TRACE

describe('the log of a built function', () => {
  it.each(names)('of %s ends a call with one line that names function, request and trace', async (name) => {
    const [first = ''] = recordedNames(name)
    const event = recordedEvent(name, first)
    const ends = async () => (await world.log(name)).filter(({ message }) => message === 'done')
    const before = (await ends()).length
    await world.invoke(name, event)
    const lines = await eventually(ends, ({ length }) => length > before)
    expect(lines).toHaveLength(before + 1)
    expect(lines.at(-1)).toMatchObject({ service: name, xray_trace_id: traceOf(event) })
    expect(lines.at(-1)?.function_request_id).toMatch(/.{10,}/)
    expect(lines.map(({ cold_start }) => cold_start)).toEqual(lines.map((_, i) => i === 0))
  })
})
