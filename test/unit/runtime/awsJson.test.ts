import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { dynamoClient, eventBridgeClient, kmsClient } from '../../../shared/runtime/aws/clients.ts'
import { environmentOf, ROOT } from '../../harness/place.ts'
import { errorOf, FOUND, GET, getBy, refusal, scriptedAws } from '../../harness/scriptedAws.ts'

describe('a call', () => {
  it('is one POST with operation, input, session token and a signature', async () => {
    const { url, calls } = await scriptedAws(FOUND)
    const environment = { ...environmentOf(url), AWS_SESSION_TOKEN: 'first' }
    const db = dynamoClient({ environment })
    expect(await db.getItem(GET)).toEqual(FOUND.body)
    environment.AWS_SESSION_TOKEN = 'second'
    await db.getItem(GET)
    expect(calls.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['first', 'second'])
    expect(calls[0]?.body).toEqual(GET)
    expect(calls[0]?.headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'content-type': 'application/x-amz-json-1.0',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\/dynamodb\/aws4_request/,
      ),
    })
  })

  it('goes over the connection of the one before', async () => {
    const { get, calls } = await getBy([FOUND])
    for (let n = 0; n < 3; n++) await get()
    expect(new Set(calls.map(({ port }) => port)).size).toBe(1)
  })

  it('keeps Chinese whole', async () => {
    const { get } = await getBy([{ status: 200, body: { Item: { name: { S: '张三'.repeat(20_000) } } } }])
    expect((await get()).Item?.name?.S).toBe('张三'.repeat(20_000))
  })

  it('gives a transaction one token for all its attempts, and another one its own', async () => {
    const { db, calls } = await getBy(['reset', { status: 200, body: {} }])
    await db.transactWriteItems({ TransactItems: [] })
    await db.transactWriteItems({ TransactItems: [] })
    const [first, again, other] = calls.map(({ body }) => (body as { ClientRequestToken: string }).ClientRequestToken)
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect([again, other]).toEqual([first, expect.not.stringMatching(first ?? '')])
  })

  it('sends the bytes of KMS and the times of EventBridge as AWS JSON has them', async () => {
    const kms = await scriptedAws({ status: 200, body: { Plaintext: 'AQID', CiphertextBlob: 'BAUG' } })
    const keys = kmsClient({ environment: environmentOf(kms.url) })
    const made = await keys.generateDataKey({ KeyId: 'k', KeySpec: 'AES_256' })
    expect([made.Plaintext, made.CiphertextBlob]).toEqual([Buffer.from([1, 2, 3]), Buffer.from([4, 5, 6])])
    expect((await keys.decrypt({ CiphertextBlob: new Uint8Array([7, 8]) })).Plaintext).toEqual(Buffer.from([1, 2, 3]))
    expect(kms.calls.map(({ body }) => body)).toEqual([{ KeyId: 'k', KeySpec: 'AES_256' }, { CiphertextBlob: 'Bwg=' }])
    expect(kms.calls[1]?.headers).toMatchObject({
      'x-amz-target': 'TrentService.Decrypt',
      'content-type': 'application/x-amz-json-1.1',
    })
    const bus = await scriptedAws({ status: 200, body: { Entries: [] } })
    const bridge = eventBridgeClient({ environment: environmentOf(bus.url) })
    await bridge.putEvents({ Entries: [{ Detail: '{}', Time: new Date('2026-11-25T00:00:00.500Z') }] })
    expect(bus.calls[0]?.body).toEqual({ Entries: [{ Detail: '{}', Time: 1795564800.5 }] })
    expect(bus.calls[0]?.headers['x-amz-target']).toBe('AWSEvents.PutEvents')
  })
})

describe('an error', () => {
  it('has the name, the message and the fields that AWS gave it, and is not sent again', async () => {
    const reasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'b' } } }]
    const { get, calls } = await getBy([refusal('TransactionCanceledException', { CancellationReasons: reasons })])
    const error = await errorOf(get())
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: 'because of TransactionCanceledException',
      $fault: 'client',
      CancellationReasons: reasons,
    })
    expect(calls).toHaveLength(1)
  })

  it.each([
    [{ __type: 'ConditionalCheckFailedException', Item: { pk: { S: 'a' } } }, 'ConditionalCheckFailedException'],
    [{ __type: 'com.amazonaws.kms#NotFoundException', Message: 'none' }, 'NotFoundException'],
    [{ code: 'ValidationException:http://internal.amazon.com/' }, 'ValidationException'],
    [{}, 'UnknownError'],
  ])('%j is named %s', async (body, name) => {
    const { get } = await getBy([{ status: 400, body }])
    expect(await errorOf(get())).toMatchObject({ name, $fault: 'client' })
  })

  it('is named by the header where the body does not name it', async () => {
    const headers = { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/' }
    const { get } = await getBy([{ status: 400, body: {}, headers }])
    expect(await errorOf(get())).toMatchObject({ name: 'AccessDeniedException' })
  })
})

describe('a connection', () => {
  it('keeps no process alive that is done', async () => {
    const { url, calls } = await scriptedAws(FOUND)
    const script = `
      import { dynamoClient } from ${JSON.stringify(join(ROOT, 'shared/runtime/aws/clients.ts'))}
      await dynamoClient().getItem({ TableName: 'tuoke', Key: {} })
      process.on('exit', () => process.stdout.write(String(performance.now() - answered)))
      const answered = performance.now()`
    const env = { ...process.env, ...environmentOf(url) }
    const ended = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env })
    expect(Number(ended.stdout)).toBeLessThan(1000)
    expect(calls).toHaveLength(1)
  })
})
