import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_ID as KEY } from '../../infra/local/services.ts'
import { startInstallation } from '../harness/installation.ts'
import { allItems } from '../harness/items.ts'
import { temporaryFolder } from '../harness/place.ts'
import { refusal, scriptedAws } from '../harness/scriptedAws.ts'
import { keyFile, startGround } from './runInstall.ts'

let ground: Awaited<ReturnType<typeof startGround>>
beforeAll(async () => {
  ground = await startGround()
})

describe('an installation that cannot be', () => {
  it.each([
    ['without a table', ['--key', KEY]],
    ['with a name instead of an ARN', ['--table', 't', '--key', 'alias/tuoke']],
    ['with an option that there is not', ['--tabel', 't', '--key', KEY]],
  ])('%s says how to call it', async (_, args) => {
    const { code, stderr } = await ground.run(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Usage: npm run install:aws -- --table <TableName> --key <KeyArn>/)
  })

  it('without credentials says how to get some', async () => {
    const { code, stderr } = await ground.run(['--table', 't', '--key', KEY], { AWS_ACCESS_KEY_ID: '' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The environment holds no AWS_ACCESS_KEY_ID\. .*aws configure export-credentials/)
  })

  it('on a table that is not there says so, and leaves no key behind', async () => {
    const file = keyFile()
    const { code, stderr } = await ground.run(['--table', 'none', '--key', KEY, '--operator-key-file', file])
    expect(code).toBe(1)
    expect(stderr).toBe(
      'There is no table none in us-east-1. Take --table and --key from the outputs of one data stack.\n',
    )
    expect(existsSync(file)).toBe(false)
  })

  it('with a key that is not there says so', async () => {
    const other = KEY.replace('us-east-1', 'cn-north-1').replace('arn:aws:', 'arn:aws-cn:')
    const table = await ground.newTable('no-key')
    const { code, stderr } = await ground.run(['--table', table, '--key', other, '--operator-key-file', keyFile()])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `There is no key ${other}. Take --table and --key from the outputs of one data stack.\n`,
    })
  })

  it('with another key than the one that sealed the ring says so', async () => {
    const [table, { endpoint }] = [await ground.newTable('other-key'), await startInstallation()]
    const args = ['--table', table, '--key', KEY, '--operator-key-file']
    expect((await ground.run([...args, keyFile()])).code).toBe(0)
    const { code, stderr } = await ground.run([...args, keyFile()], { AWS_ENDPOINT_URL_KMS: endpoint })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The key ring in the table other-key was sealed with another key than arn:aws:kms:.*\n$/)
  })

  it.each([
    ['AccessDeniedException', /^These credentials may not do it; .* docs\/deploy\.md: because of AccessDenied.*\n$/],
    ['ExpiredTokenException', /^AWS in us-east-1 does not take the credentials .*: because of ExpiredToken.*\n$/],
    ['ValidationException', /^AWS refused: ValidationException: because of ValidationException\n$/],
  ])('that AWS refuses with %s says so in a sentence', async (name, sentence) => {
    const { url } = await scriptedAws(refusal(name))
    const { code, stderr } = await ground.run(['--table', 't', '--key', KEY], { AWS_ENDPOINT_URL_KMS: url })
    expect(code).toBe(1)
    expect(stderr).toMatch(sentence)
  })

  it('where AWS does not answer says so', async () => {
    const { code, stderr } = await ground.run(['--table', 't', '--key', KEY], {
      AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1',
    })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^AWS could not be reached in us-east-1, .*ECONNREFUSED.*\n$/)
  })

  it('that cannot keep the operator key makes none', async () => {
    const [table, file] = [await ground.newTable('no-folder'), join(temporaryFolder(), 'none', 'operator.key')]
    const { code, stderr } = await ground.run(['--table', table, '--key', KEY, '--operator-key-file', file])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^The operator key cannot be kept in .*operator\.key: ENOENT.*\n$/)
    expect((await allItems(ground.dynamodb, table)).map(({ sk }) => sk?.S)).toEqual(['KEYRING'])
  })
})
