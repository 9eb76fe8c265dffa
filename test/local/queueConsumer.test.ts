import type { SQSEvent, SQSRecord } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { script } from '../fixtures/functions/scripted.ts'
import { eventually } from '../harness/client.ts'
import { topologyOf } from './functionTopology.ts'
import { QUEUE, startQueues } from './startedQueues.ts'

/** Makes a function record its batches and answer each. */
const recording = (name: string, does: (records: SQSRecord[], times: number) => unknown = () => undefined) => {
  const batches: SQSRecord[][] = []
  script(name, ({ Records }: SQSEvent) => {
    batches.push(Records)
    return does(Records, batches.length)
  })
  return batches
}

const bodiesOf = (batches: SQSRecord[][]) => batches.map((records) => records.map(({ body }) => body))
const failing = (records: SQSRecord[], ...bodies: string[]) => ({
  batchItemFailures: records
    .filter(({ body }) => bodies.includes(body))
    .map(({ messageId }) => ({ itemIdentifier: messageId })),
})

describe('consuming', () => {
  it('hands a function batches of at most its size, as Lambda does, and removes them', async () => {
    const batches = recording('worker')
    const topology = topologyOf(
      { worker: { kind: 'queue', queues: ['jobs'], batchSize: 4 } },
      { queues: { jobs: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.sendBatch(
      'jobs',
      Array.from({ length: 10 }, (_, i) => ({ Id: `${i}`, MessageBody: `${i}` })),
    )
    await sqs.send('jobs', 'last', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } })
    await eventually(
      () => sqs.count('jobs'),
      (count) => count === 0,
    )
    expect(batches.flat()).toHaveLength(11)
    expect(Math.max(...batches.map(({ length }) => length))).toBe(4)
    expect(batches.flat().at(-1)).toMatchObject({
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'last',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d+$/) },
      messageAttributes: { a: { dataType: 'String', stringValue: 'b' } },
      md5OfBody: '98bd1c45684cf587ac2347a92dd7bb51',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:local:000000000000:jobs',
    })
  })

  it('hands a function the messages of each of its queues by itself: one that is slow keeps no other waiting', async () => {
    const batches = recording('several', ([message]) =>
      message?.body === 'slow' ? new Promise(() => undefined) : undefined,
    )
    const topology = topologyOf(
      { several: { kind: 'queue', queues: ['slow', 'fast'], batchSize: 10 } },
      { queues: { slow: QUEUE, fast: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.send('slow', 'slow')
    await eventually(
      () => batches.length,
      (count) => count === 1,
    )
    await sqs.send('fast', 'fast')
    await eventually(
      () => sqs.count('fast'),
      (count) => count === 0,
    )
    expect(batches.map(([message]) => message?.eventSourceARN.split(':').at(-1))).toEqual(['slow', 'fast'])
  })

  it('hands over as many batches of a queue at once as the topology allows', async () => {
    const release = Promise.withResolvers<void>()
    const batches = recording('parallel', () => release.promise)
    const topology = topologyOf(
      { parallel: { kind: 'queue', queues: ['jobs'], batchSize: 1, atOnce: 2 } },
      { queues: { jobs: { ...QUEUE, visibilitySeconds: 60 } } },
    )
    const sqs = await startQueues(topology)
    for (const body of ['a', 'b', 'c']) await sqs.send('jobs', body)
    await eventually(
      () => batches.length,
      (count) => count === 2,
    )
    release.resolve()
    await eventually(
      () => sqs.count('jobs'),
      (count) => count === 0,
    )
    expect(bodiesOf(batches)).toEqual([['a'], ['b'], ['c']])
  })

  it('delivers again only what a function reports as failed, after its visibility', async () => {
    const batches = recording('partial', (records, times) => (times === 1 ? failing(records, 'b') : undefined))
    const topology = topologyOf(
      { partial: { kind: 'queue', queues: ['jobs'], batchSize: 10 } },
      { queues: { jobs: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.sendBatch(
      'jobs',
      ['a', 'b', 'c'].map((body) => ({ Id: body, MessageBody: body })),
    )
    await eventually(
      () => sqs.count('jobs'),
      (count) => count === 0,
    )
    expect(bodiesOf(batches)).toEqual([['a', 'b', 'c'], ['b']])
    expect(batches[1]?.[0]?.attributes.ApproximateReceiveCount).toBe('2')
  })

  it.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['reports a message that it was not given', () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
    ['reports a failure without an id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ])('delivers all again when a function %s', async (_, fails) => {
    const batches = recording('whole', (__, times) => (times === 1 ? fails() : { batchItemFailures: null }))
    const topology = topologyOf(
      { whole: { kind: 'queue', queues: ['jobs'], batchSize: 10 } },
      { queues: { jobs: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.sendBatch(
      'jobs',
      ['a', 'b'].map((body) => ({ Id: body, MessageBody: body })),
    )
    await eventually(
      () => sqs.count('jobs'),
      (count) => count === 0,
    )
    expect(bodiesOf(batches)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect(sqs.reports).toHaveLength(1)
  })

  it('moves a message to the dead-letter queue after its receives, from where it can be received and deleted', async () => {
    const batches = recording('poisoned', (records) => failing(records, 'poison'))
    const topology = topologyOf(
      { poisoned: { kind: 'queue', queues: ['jobs'], batchSize: 10 } },
      { queues: { jobs: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.sendBatch(
      'jobs',
      ['a', 'poison'].map((body) => ({ Id: body, MessageBody: body })),
    )
    await eventually(
      () => sqs.count('jobs-dead-letters'),
      (count) => count === 1,
    )
    expect(batches.flat().filter(({ body }) => body === 'poison')).toHaveLength(3)
    expect(sqs.count('jobs')).toBe(0)
    const [dead] = await sqs.receive('jobs-dead-letters')
    expect(dead?.Body).toBe('poison')
    await sqs.remove('jobs-dead-letters', dead?.ReceiptHandle)
    expect(sqs.count('jobs-dead-letters')).toBe(0)
  })

  it('of one queue waits for no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const stuck = recording('stuck', () => promise)
    const quick = recording('quick')
    const topology = topologyOf(
      {
        stuck: { kind: 'queue', queues: ['slow'], batchSize: 1 },
        quick: { kind: 'queue', queues: ['fast'], batchSize: 1 },
      },
      { queues: { slow: QUEUE, fast: QUEUE } },
    )
    const sqs = await startQueues(topology)
    await sqs.send('slow', 'x')
    await sqs.send('slow', 'x')
    for (let i = 0; i < 20; i++) await sqs.send('fast', 'x')
    await eventually(
      () => quick.length,
      (count) => count === 20,
    )
    expect(stuck.length).toBe(1)
    resolve()
  })

  it('goes on after a restart with what was sent and what was received in vain', async () => {
    const topology = topologyOf(
      { restarted: { kind: 'queue', queues: ['jobs'], batchSize: 10 } },
      { queues: { jobs: QUEUE } },
    )
    const before = recording('restarted', () => Promise.reject(new Error('broken')))
    const first = await startQueues(topology)
    await first.send('jobs', 'a')
    await eventually(
      () => before.length,
      (count) => count > 0,
    )
    await first.send('jobs', 'b', { DelaySeconds: 1 })
    await first.close()
    const after = recording('restarted')
    const second = await startQueues(topology, first.data)
    await eventually(
      () => second.count('jobs'),
      (count) => count === 0,
    )
    expect(after.flat().map(({ body, attributes }) => [body, attributes.ApproximateReceiveCount])).toEqual([
      ['a', '2'],
      ['b', '1'],
    ])
  })

  it('of a queue that is not declared is refused at start', async () => {
    const topology = topologyOf({ lost: { kind: 'queue', queues: ['nowhere'], batchSize: 1 } })
    await expect(startQueues(topology)).rejects.toThrow('The queue nowhere does not exist.')
  })
})
