import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import { topologyOf } from './functionTopology.ts'
import { QUEUE, startQueues } from './startedQueues.ts'

describe('sending', async () => {
  const sqs = await startQueues(topologyOf({}, { queues: { mail: QUEUE } }))

  it('takes a message, whose checksum the SDK checks, and gives it out once until its visibility ends', async () => {
    const { MessageId } = await sqs.send('mail', '你好 & <xml>')
    const [message, ...others] = await sqs.receive('mail', { MaxNumberOfMessages: 10, VisibilityTimeout: 1 })
    expect(others).toEqual([])
    expect(message).toMatchObject({ MessageId, Body: '你好 & <xml>', Attributes: { ApproximateReceiveCount: '1' } })
    expect(await sqs.receive('mail')).toEqual([])
    const [again] = await eventually(
      () => sqs.receive('mail'),
      (messages) => messages.length > 0,
    )
    expect(again).toMatchObject({ MessageId, Attributes: { ApproximateReceiveCount: '2' } })
    await sqs.remove('mail', message?.ReceiptHandle)
    expect(sqs.count('mail')).toBe(1)
    await sqs.remove('mail', again?.ReceiptHandle)
    expect(sqs.count('mail')).toBe(0)
  })

  it('keeps message attributes of text and bytes', async () => {
    const MessageAttributes = {
      trace: { DataType: 'String', StringValue: 'abc' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    }
    await sqs.send('mail', 'attributes', { MessageAttributes })
    const [message] = await sqs.receive('mail', { MessageAttributeNames: ['All'] })
    expect(message?.MessageAttributes).toEqual(MessageAttributes)
    await sqs.remove('mail', message?.ReceiptHandle)
  })

  it('holds a message back for its delay', async () => {
    const sent = performance.now()
    await sqs.send('mail', 'later', { DelaySeconds: 1 })
    expect(await sqs.receive('mail')).toEqual([])
    const [message] = await eventually(
      () => sqs.receive('mail'),
      (messages) => messages.length > 0,
    )
    expect(performance.now() - sent).toBeGreaterThanOrEqual(990)
    await sqs.remove('mail', message?.ReceiptHandle)
  })

  it('says how many messages may be received', async () => {
    const count = async () =>
      (await sqs.attributes('mail', ['ApproximateNumberOfMessages'])).ApproximateNumberOfMessages
    expect(await count()).toBe('0')
    await sqs.send('mail', 'now')
    await sqs.send('mail', 'later', { DelaySeconds: 900 })
    expect(await count()).toBe('1')
    const [message] = await sqs.receive('mail', { VisibilityTimeout: 60 })
    expect(await count()).toBe('0')
    await sqs.remove('mail', message?.ReceiptHandle)
    await expect(sqs.attributes('mail', ['All'])).rejects.toMatchObject({ name: 'InvalidAttributeName' })
  })

  it.each([
    ['no body', 'mail', undefined, {}, 'MissingParameter'],
    ['a body over 1 MiB', 'mail', '贷'.repeat(349_526), {}, 'InvalidParameterValue'],
    ['a delay over 15 minutes', 'mail', 'x', { DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['a delay before now', 'mail', 'x', { DelaySeconds: -1 }, 'InvalidParameterValue'],
    ['a control character', 'mail', 'a\u0000b', {}, 'InvalidMessageContents'],
    ['an unknown queue', 'other', 'x', {}, 'QueueDoesNotExist'],
  ])('refuses %s', async (_, queue, body, more, name) => {
    await expect(sqs.send(queue, body, more)).rejects.toMatchObject({ name })
  })

  it('is all of SQS that there is', async () => {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: sqs.urlOf('mail'),
      ReceiptHandle: 'x',
      VisibilityTimeout: 1,
    })
    await expect(sqs.client.send(command)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('AmazonSQS.ChangeMessageVisibility'),
    })
  })
})

describe('receiving', async () => {
  const sqs = await startQueues(topologyOf({}, { queues: { mail: QUEUE } }))

  it.each([
    ['eleven messages', { MaxNumberOfMessages: 11 }],
    ['no message', { MaxNumberOfMessages: 0 }],
    ['a visibility over 12 hours', { VisibilityTimeout: 43_201 }],
  ])('refuses %s', async (_, more) => {
    await expect(sqs.receive('mail', more)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })

  it('refuses an unknown queue', async () => {
    await expect(sqs.receive('other')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
    await expect(sqs.remove('other', 'x')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  })
})

describe('sending a batch', async () => {
  const sqs = await startQueues(topologyOf({}, { queues: { mail: QUEUE } }))
  const entries = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ Id: `m${i}`, MessageBody: `body ${i}` }))

  it('takes ten messages, whose checksums the SDK checks', async () => {
    const { Successful, Failed } = await sqs.sendBatch('mail', entries(10))
    expect(Successful).toHaveLength(10)
    expect(Failed ?? []).toEqual([])
    const messages = await sqs.receive('mail', { MaxNumberOfMessages: 10, VisibilityTimeout: 60 })
    expect(messages.map(({ Body }) => Body)).toEqual(entries(10).map(({ MessageBody }) => MessageBody))
  })

  it('tells those that are refused from those that are taken', async () => {
    const before = sqs.count('mail')
    const { Successful, Failed } = await sqs.sendBatch('mail', [
      { Id: 'good', MessageBody: 'x' },
      { Id: 'late', MessageBody: 'x', DelaySeconds: 1000 },
      { Id: 'empty', MessageBody: '' },
    ])
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good'])
    expect(Failed).toMatchObject([
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
      { Id: 'empty', Code: 'MissingParameter', SenderFault: true },
    ])
    expect(sqs.count('mail')).toBe(before + 1)
  })

  it.each([
    ['no entry', [], 'EmptyBatchRequest'],
    ['eleven entries', entries(11), 'TooManyEntriesInBatchRequest'],
    ['two entries of one Id', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct'],
    ['an Id with a space', [{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    [
      'more than 1 MiB in all',
      entries(3).map((entry) => ({ ...entry, MessageBody: 'x'.repeat(400_000) })),
      'BatchRequestTooLong',
    ],
  ])('refuses %s as a whole', async (_, batch, name) => {
    const before = sqs.count('mail')
    await expect(sqs.sendBatch('mail', batch)).rejects.toMatchObject({ name })
    expect(sqs.count('mail')).toBe(before)
  })
})
