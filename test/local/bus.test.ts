import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { PutRuleCommand } from '@aws-sdk/client-eventbridge'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../harness/place.ts'
import { topologyOf } from './functionTopology.ts'
import { type Event, entry, startBus } from './startedBus.ts'

describe('PutEvents', async () => {
  const bus = await startBus(topologyOf({}))

  it('takes one to ten entries and keeps each as a line', async () => {
    const one = await bus.put(entry('one'))
    const ten = await bus.put(...Array.from({ length: 10 }, (_, n) => entry('ten', n)))
    expect([one.FailedEntryCount, ten.FailedEntryCount]).toEqual([0, 0])
    const ids = [...(one.Entries ?? []), ...(ten.Entries ?? [])].map(({ EventId }) => EventId)
    expect(new Set(ids).size).toBe(11)
    const events = bus.lines().map((line) => JSON.parse(line) as Event)
    expect(events.filter(({ id }) => ids.includes(id)).map(({ detail }) => detail.n)).toEqual([
      0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ])
  })

  it('gives an event the envelope of EventBridge', async () => {
    const Time = new Date('2026-11-25T01:02:03.456Z')
    const { Entries = [] } = await bus.put(entry('envelope', 1, { Time, Resources: ['arn:aws:x'] }))
    expect(JSON.parse(bus.lines().at(-1) ?? '')).toEqual({
      version: '0',
      id: Entries[0]?.EventId,
      'detail-type': 'envelope',
      source: 'test',
      account: '000000000000',
      time: '2026-11-25T01:02:03Z',
      region: 'local',
      resources: ['arn:aws:x'],
      detail: { n: 1 },
    })
  })

  it('answers each bad entry in its place and takes the others', async () => {
    const answer = await bus.put(
      entry('good', 1),
      entry('malformed', 2, { Detail: '{"n":' }),
      entry('list', 3, { Detail: '[]' }),
      entry('null', 4, { Detail: 'null' }),
      entry('no detail', 5, { Detail: undefined }),
      entry('no source', 6, { Source: undefined }),
      entry('', 7),
      entry('x'.repeat(129), 8),
      entry('unknown bus', 9, { EventBusName: 'other' }),
      entry('good', 10),
    )
    expect(answer.FailedEntryCount).toBe(8)
    expect(answer.Entries?.map(({ ErrorCode, EventId }) => ErrorCode ?? typeof EventId)).toEqual([
      'string',
      ...Array.from({ length: 4 }, () => 'MalformedDetail'),
      ...Array.from({ length: 3 }, () => 'InvalidArgument'),
      'ResourceNotFoundException',
      'string',
    ])
    const kept = bus.lines().map((line) => JSON.parse(line) as Event)
    expect(kept.filter((event) => event['detail-type'] === 'good').map(({ detail }) => detail.n)).toEqual([1, 10])
  })

  it('takes the default bus for none when no bus is named', async () => {
    const { Entries } = await bus.put(entry('default', 0, { EventBusName: undefined }))
    expect(Entries?.[0]).toMatchObject({
      ErrorCode: 'ResourceNotFoundException',
      ErrorMessage: 'Event bus default does not exist.',
    })
  })

  it.each([
    ['no entry', []],
    ['eleven entries', Array.from({ length: 11 }, () => entry('eleven'))],
    ['more than 256 KiB in one entry', [entry('large', 0, { Detail: JSON.stringify({ text: 'x'.repeat(262_144) }) })]],
    [
      'more than 256 KiB in all',
      Array.from({ length: 5 }, () => entry('large', 0, { Detail: JSON.stringify({ text: '贷'.repeat(20_000) }) })),
    ],
  ])('refuses a request of %s as a whole', async (_, entries) => {
    const before = bus.lines().length
    await expect(bus.put(...entries)).rejects.toMatchObject({ name: 'ValidationException' })
    expect(bus.lines()).toHaveLength(before)
  })

  it('takes an entry of just 256 KiB', async () => {
    const Detail = JSON.stringify({ text: 'x'.repeat(262_144 - 'test'.length - 'fits'.length - '{"text":""}'.length) })
    expect((await bus.put(entry('fits', 0, { Detail }))).FailedEntryCount).toBe(0)
  })

  it('is all of EventBridge that there is', async () => {
    await expect(bus.client.send(new PutRuleCommand({ Name: 'x' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('AWSEvents.PutRule'),
    })
  })
})

describe('the file of events', () => {
  it('goes on with a new line after one that a crash tore', async () => {
    const data = temporaryFolder()
    appendFileSync(join(data, 'events.ndjson'), '{"whole":1}\n{"to')
    const bus = await startBus(topologyOf({}), data)
    await bus.put(entry('after'))
    await bus.put(entry('after'))
    const lines = bus.lines()
    expect(lines.slice(0, 2)).toEqual(['{"whole":1}', '{"to'])
    expect(lines.slice(2).map((line) => (JSON.parse(line) as Event)['detail-type'])).toEqual(['after', 'after'])
  })
})
