import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { hostFileOf, isGone, isRunning } from '../local/childHost.ts'
import { failure, healthOf, started, startOn } from '../local/startedHost.ts'

/** How long an empty program takes: on a machine that is busy with other things, 5 s for a host would tell nothing. */
const bareStartMs = (): number => {
  const from = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return performance.now() - from
}

/** That a host ends as it should on a signal. */
const expectCleanStop = async (child: Awaited<ReturnType<typeof started>>, stop: () => unknown) => {
  const from = performance.now()
  stop()
  expect(await child.end).toEqual({ code: 0, signal: null })
  expect(performance.now() - from).toBeLessThan(3000)
  await isGone(child.host.enginePid)
  expect(child.stderr()).toBe('')
}

describe('a host', () => {
  it('is ready in under 5 s, says where everything is, answers, keeps others off its data, and stops on SIGTERM', async () => {
    const child = await started()
    const { data, host, stdout, readyMs } = child
    expect(readyMs).toBeLessThan(Math.max(5000, 40 * bareStartMs()))
    expect(host).toEqual({
      pid: child.pid,
      enginePid: expect.any(Number),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      dynamodb: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      services: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      simulators: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      tableName: 'tuoke',
    })
    expect(stdout()).toContain(host.url)
    expect(stdout()).toContain(data)
    expect(stdout()).toContain(`${host.simulators}/_sim`)
    expect(await healthOf(host.url)).toBe(200)
    expect(readdirSync(data)).toEqual(
      expect.arrayContaining(['host.db', 'host.json', 'key.local', 'operator.key', 'table.db']),
    )
    expect(await failure(data)).toBe(
      `The data in ${data} is in use by another server. Stop that one, or set TUOKE_DATA to another folder.`,
    )
    expect(isRunning(host.enginePid)).toBe(true)
    expect(hostFileOf(data)).toEqual(host)
    expect(await healthOf(host.url)).toBe(200)
    await expectCleanStop(child, () => child.kill('SIGTERM'))
  })

  it('stops on Ctrl-C, which a terminal sends to all its programs, and keeps what was stored, its key and its demo', async () => {
    const first = await started()
    const keyFile = join(first.data, 'operator.key')
    const key = readFileSync(keyFile, 'utf8').trim()
    await expectCleanStop(first, () => first.killGroup('SIGINT'))
    const second = await started(first.data)
    expect(readFileSync(keyFile, 'utf8').trim()).toBe(key)
    const answer = await fetch(`${second.host.url}/v1/campaigns`, { headers: { authorization: `Bearer ${key}` } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('demo-landing-page')
  })

  it.each([
    ['starts', 'table.db'],
    ['makes its demo', 'host.json'],
  ])('stopped while it %s leaves no engine behind and the next start works', async (_, made) => {
    const data = temporaryFolder()
    const child = startOn(data)
    await eventually(
      () => readdirSync(data),
      (files) => files.includes(made),
    )
    child.kill('SIGTERM')
    const { code, signal } = await child.end
    expect(signal ?? code).toBe(0)
    expect(child.stderr()).toBe('')
    const next = await started(data)
    expect(await healthOf(next.host.url)).toBe(200)
  })

  it('reaches for nothing but this machine, whatever the user has set for AWS', async () => {
    const folder = temporaryFolder()
    const CONNECTIONS_FILE = join(folder, 'connections')
    const AWS_CONFIG_FILE = join(folder, 'config')
    writeFileSync(AWS_CONFIG_FILE, '[default]\nignore_configured_endpoint_urls = true\nregion = eu-west-1\n')
    const env = {
      CONNECTIONS_FILE,
      AWS_CONFIG_FILE,
      AWS_PROFILE: 'default',
      AWS_ENDPOINT_URL_KMS: 'http://192.0.2.1:1',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1:2',
    }
    const preload = ['--import', join(ROOT, 'test/fixtures/recordConnections.ts')]
    const child = startOn(folder, { ...env, PORT: '0' }, { node: preload })
    await child.says(/ready in/)
    const addresses = new Set(readFileSync(CONNECTIONS_FILE, 'utf8').split('\n').filter(Boolean))
    expect([...addresses]).toEqual(['127.0.0.1'])
  })
})
