import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  type GenerateDataKeyCommandInput,
  KMSClient,
  ListKeysCommand,
} from '@aws-sdk/client-kms'
import { describe, expect, it } from 'vitest'
import { startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'
import { HostProblem } from '../../infra/local/hostProblem.ts'
import { keyOperations } from '../../infra/local/keyService.ts'
import { atEnd, clientOf, temporaryFolder } from '../harness/place.ts'

const file = join(temporaryFolder(), 'key.local')
const endpoint = await startAwsEndpoint(keyOperations(file, 'local'))
atEnd(endpoint.close)
const kms = new KMSClient(clientOf(endpoint.url))

const CONTEXT = { purpose: 'test', order: 'first' }
const generate = (input: Partial<GenerateDataKeyCommandInput> = { KeySpec: 'AES_256' }) =>
  kms.send(new GenerateDataKeyCommand({ KeyId: 'local', EncryptionContext: CONTEXT, ...input }))
const decrypt = (CiphertextBlob: Uint8Array | undefined, EncryptionContext: Record<string, string> = CONTEXT) =>
  kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }))

describe('GenerateDataKey', () => {
  it.each([
    ['AES_256', { KeySpec: 'AES_256' }, 32],
    ['AES_128', { KeySpec: 'AES_128' }, 16],
    ['1 byte', { NumberOfBytes: 1 }, 1],
    ['1024 bytes', { NumberOfBytes: 1024 }, 1024],
  ] as const)('makes a key of %s that Decrypt opens', async (_, input, bytes) => {
    const { Plaintext, CiphertextBlob, KeyId } = await generate(input)
    expect(KeyId).toBe('local')
    expect(Plaintext).toHaveLength(bytes)
    const opened = await decrypt(CiphertextBlob)
    expect(opened.Plaintext).toEqual(Plaintext)
    expect(opened.KeyId).toBe('local')
  })

  it('never makes the same key or ciphertext twice', async () => {
    const [a, b] = [await generate(), await generate()]
    expect(a.Plaintext).not.toEqual(b.Plaintext)
    expect(a.CiphertextBlob).not.toEqual(b.CiphertextBlob)
  })

  it.each([
    ['an unknown key', { KeyId: 'other', KeySpec: 'AES_256' }, 'NotFoundException'],
    ['0 bytes', { NumberOfBytes: 0 }, 'ValidationException'],
    ['1025 bytes', { NumberOfBytes: 1025 }, 'ValidationException'],
    ['half a byte', { NumberOfBytes: 1.5 }, 'ValidationException'],
    ['neither spec nor bytes', {}, 'ValidationException'],
    ['both spec and bytes', { KeySpec: 'AES_256', NumberOfBytes: 32 }, 'ValidationException'],
    ['an unknown spec', { KeySpec: 'AES_512' as 'AES_256' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    await expect(generate(input as Partial<GenerateDataKeyCommandInput>)).rejects.toMatchObject({ name })
  })
})

describe('Decrypt', () => {
  it('takes the encryption context in any order, and no other one', async () => {
    const { CiphertextBlob, Plaintext } = await generate()
    const reordered = await decrypt(CiphertextBlob, { order: 'first', purpose: 'test' })
    expect(reordered.Plaintext).toEqual(Plaintext)
    for (const context of [{}, { purpose: 'test' }, { ...CONTEXT, more: '1' }, { purpose: 'first', order: 'test' }])
      await expect(decrypt(CiphertextBlob, context as Record<string, string>)).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      })
  })

  it('refuses a ciphertext with any byte changed, cut short, or of another key', async () => {
    const { CiphertextBlob = new Uint8Array() } = await generate({ NumberOfBytes: 4 })
    const changed = [...CiphertextBlob.keys()].map((i) => CiphertextBlob.map((byte, j) => (i === j ? byte ^ 1 : byte)))
    const cut = [...CiphertextBlob.keys()].slice(1).map((length) => CiphertextBlob.subarray(0, length))
    for (const blob of [...changed, ...cut])
      await expect(decrypt(blob)).rejects.toMatchObject({ name: 'InvalidCiphertextException' })
    const other = keyOperations(join(temporaryFolder(), 'other'), 'local')['TrentService.Decrypt']
    const input = { CiphertextBlob: Buffer.from(CiphertextBlob).toString('base64'), EncryptionContext: CONTEXT }
    expect(() => other?.(input as never)).toThrow('not from this key')
  })

  it('refuses an unknown key', async () => {
    const { CiphertextBlob } = await generate()
    const command = new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT, KeyId: 'other' })
    await expect(kms.send(command)).rejects.toMatchObject({ name: 'NotFoundException' })
  })
})

describe('the key file', () => {
  it('is its owner’s only, and opens after a restart what was wrapped before', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { CiphertextBlob, Plaintext } = await generate()
    const again = await startAwsEndpoint(keyOperations(file, 'local'))
    const client = new KMSClient(clientOf(again.url))
    const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: CONTEXT }))
    await again.close()
    expect(opened.Plaintext).toEqual(Plaintext)
  })

  it('is refused, and left as it is, when it holds no key', () => {
    const torn = join(temporaryFolder(), 'key.local')
    writeFileSync(torn, readFileSync(file, 'utf8').slice(0, 20))
    expect(() => keyOperations(torn, 'local')).toThrow(HostProblem)
    expect(readFileSync(torn, 'utf8')).toHaveLength(20)
  })
})

describe('what the functions do not use', () => {
  it.each([
    ['TrentService.Encrypt', new EncryptCommand({ KeyId: 'local', Plaintext: new Uint8Array([1]) })],
    ['TrentService.ListKeys', new ListKeysCommand({})],
  ])('%s is refused by its name', async (operation, command) => {
    await expect(kms.send(command as ListKeysCommand)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining(operation),
    })
  })
})

describe('the endpoint', () => {
  const post = (body: string, target = 'TrentService.Decrypt') =>
    fetch(endpoint.url, { method: 'POST', headers: { 'x-amz-target': target }, body })

  it.each(['{', '[]', 'null', '"text"'])('refuses the body %s', async (body) => {
    const answer = await post(body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' })
  })

  it.each(['', 'constructor', '__proto__'])('refuses the target "%s"', async (target) => {
    const answer = await post('{}', target)
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })

  it('outlives a caller who goes away in the middle of a request', async () => {
    const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{"KeyId":')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()
    await new Promise((resolve) => socket.once('close', resolve))
    expect((await post('{}')).status).toBe(400)
  })
})
