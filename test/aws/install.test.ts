import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { KEY_ID as KEY } from '../../infra/local/services.ts'
import { send } from '../harness/client.ts'
import { startInstallation } from '../harness/installation.ts'
import { allItems } from '../harness/items.ts'
import { atEnd, clientOf, ROOT, temporaryFolder } from '../harness/place.ts'
import { startTestHost } from '../harness/testHost.ts'

let endpoints: { dynamodb: string; kms: string }
beforeAll(async () => {
  const engine = await startEngine(findEngine(), {})
  atEnd(engine.stop)
  endpoints = { dynamodb: engine.url, kms: (await startInstallation()).endpoint }
})

const newTable = async (name: string): Promise<string> => {
  await ensureTable(new DynamoDBClient(clientOf(endpoints.dynamodb)), name)
  return name
}

type Run = { code: number | null; stdout: string; stderr: string }

/** The command as an engineer runs it, with the endpoints of this machine in the place of AWS. */
const run = (args: string[], more: Record<string, string> = {}): Promise<Run> => {
  const env = {
    PATH: process.env.PATH,
    AWS_ACCESS_KEY_ID: 'synthetic',
    AWS_SECRET_ACCESS_KEY: 'synthetic',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_KMS: endpoints.kms,
    ...more,
  }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(ROOT, 'infra/aws/install.ts'), ...args],
      { env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

const keyFile = (): string => join(temporaryFolder(), 'operator.key')

describe('the first installation on AWS', () => {
  it('makes a key ring and an operator key, and nothing more when it runs again', async () => {
    const [table, file] = [await newTable('first'), keyFile()]
    const args = ['--table', table, '--key', KEY, '--operator-key-file', file]
    const first = await run(args)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const key = readFileSync(file, 'utf8').trim()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(first.stdout).toMatch(/^The key ring was made.*\nAn operator key with every scope was made/)
    expect(first.stdout).not.toContain(key)
    const items = await allItems(endpoints.dynamodb, table)
    expect(JSON.stringify(items)).not.toContain(key)

    const second = await run(args)
    expect(second.stdout).toMatch(/was there already.*\n.*Nothing was changed/)
    expect(await allItems(endpoints.dynamodb, table)).toEqual(items)
    expect(readFileSync(file, 'utf8').trim()).toBe(key)
  })

  it('makes an operator key that opens the API', async () => {
    const host = await startTestHost()
    const file = keyFile()
    const made = await run(['--table', 'tuoke', '--key', KEY, '--operator-key-file', file], {
      AWS_ENDPOINT_URL_DYNAMODB: host.dynamodb,
      AWS_ENDPOINT_URL_KMS: host.endpoint,
    })
    expect(made.stdout).toMatch(/was there already.*\nAn operator key/)
    const reply = await send(host.url, 'GET', '/v1/campaigns', { key: readFileSync(file, 'utf8').trim() })
    expect(reply.status).toBe(200)
  })

  it('run twice at once ends with one key ring and two operator keys', async () => {
    const table = await newTable('twice')
    const runs = [keyFile(), keyFile()].map((file) =>
      run(['--table', table, '--key', KEY, '--operator-key-file', file]),
    )
    expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0])
    const kinds = (await allItems(endpoints.dynamodb, table)).map(({ sk }) => sk?.S)
    expect(kinds.sort()).toEqual(['KEY', 'KEY', 'KEYRING'])
  })

  it('leaves a key of another installation where it is', async () => {
    const [table, file] = [await newTable('foreign'), keyFile()]
    writeFileSync(file, 'tk_of_another\n')
    const { code, stderr } = await run(['--table', table, '--key', KEY, '--operator-key-file', file])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${file} holds a key of another installation. Move it away, or name another with --operator-key-file.\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe('tk_of_another\n')
    expect(await allItems(endpoints.dynamodb, table)).toEqual([])
  })
})

describe('an installation that cannot be', () => {
  it.each([
    ['without a table', ['--key', KEY]],
    ['with a name instead of an ARN', ['--table', 't', '--key', 'alias/tuoke']],
    ['with an option that there is not', ['--tabel', 't', '--key', KEY]],
  ])('%s says how to call it', async (_, args) => {
    const { code, stderr } = await run(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Usage: npm run install:aws -- --table <TableName> --key <KeyArn>/)
  })

  it('without credentials says how to get some', async () => {
    const { code, stderr } = await run(['--table', 't', '--key', KEY], { AWS_ACCESS_KEY_ID: '' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The environment holds no AWS_ACCESS_KEY_ID\. .*aws configure export-credentials/)
  })

  it('on a table that is not there says so, and leaves no key behind', async () => {
    const file = keyFile()
    const { code, stderr } = await run(['--table', 'none', '--key', KEY, '--operator-key-file', file])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^AWS refused: ResourceNotFoundException: .*\n$/)
    expect(existsSync(file)).toBe(false)
  })

  it('where AWS does not answer says so', async () => {
    const { code, stderr } = await run(['--table', 't', '--key', KEY], { AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^AWS could not be asked: .*ECONNREFUSED.*\n$/)
  })
})
