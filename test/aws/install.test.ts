import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_ID as KEY } from '../../infra/local/services.ts'
import { send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { startTestHost } from '../harness/testHost.ts'
import { keyFile, startGround } from './runInstall.ts'

let ground: Awaited<ReturnType<typeof startGround>>
beforeAll(async () => {
  ground = await startGround()
})

describe('the first installation on AWS', () => {
  it('makes a key ring and an operator key, and nothing more when it runs again', async () => {
    const [table, file] = [await ground.newTable('first'), keyFile()]
    const args = ['--table', table, '--key', KEY, '--operator-key-file', file]
    const first = await ground.run(args)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const key = readFileSync(file, 'utf8').trim()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(first.stdout).toMatch(/^A key ring was made.*\nAn operator key with every scope was made/)
    expect(first.stdout).not.toContain(key)
    const items = await allItems(ground.dynamodb, table)
    expect(JSON.stringify(items)).not.toContain(key)

    const second = await ground.run(args)
    expect(second.stdout).toMatch(/was there already.*\n.*\nNothing was changed\.\n$/)
    expect(await allItems(ground.dynamodb, table)).toEqual(items)
    expect(readFileSync(file, 'utf8').trim()).toBe(key)
  })

  it('makes an operator key that opens the API', async () => {
    const host = await startTestHost()
    const file = keyFile()
    const made = await ground.run(['--table', 'tuoke', '--key', KEY, '--operator-key-file', file], {
      AWS_ENDPOINT_URL_DYNAMODB: host.dynamodb,
      AWS_ENDPOINT_URL_KMS: host.endpoint,
    })
    expect(made.stdout).toMatch(/was there already.*\nAn operator key/)
    const reply = await send(host.url, 'GET', '/v1/campaigns', { key: readFileSync(file, 'utf8').trim() })
    expect(reply.status).toBe(200)
  })

  it('run twice at once ends with one key ring and two operator keys', async () => {
    const table = await ground.newTable('twice')
    const runs = [keyFile(), keyFile()].map((file) =>
      ground.run(['--table', table, '--key', KEY, '--operator-key-file', file]),
    )
    expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0])
    const kinds = (await allItems(ground.dynamodb, table)).map(({ pk }) => pk?.S?.split('#')[0])
    expect(kinds.sort()).toEqual(['DIRECTORY', 'DIRECTORY', 'KEY', 'KEY', 'KEYRING'])
  })

  it('leaves a key of another installation where it is', async () => {
    const [table, file] = [await ground.newTable('foreign'), keyFile()]
    writeFileSync(file, 'tk_of_another\n')
    const { code, stderr } = await ground.run(['--table', table, '--key', KEY, '--operator-key-file', file])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `${file} holds a key of another installation. Move it away, or name another with --operator-key-file.\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe('tk_of_another\n')
    expect(await allItems(ground.dynamodb, table)).toEqual([])
  })
})
