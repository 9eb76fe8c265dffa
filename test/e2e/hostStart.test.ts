import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine.ts'
import { findEngine } from '../../infra/local/engineBinary.ts'
import { eventually } from '../harness/client.ts'
import { hostFileOf, isGone, isRunning, START, startChild } from '../local/childHost.ts'
import { atEnd, ROOT, temporaryFolder } from '../local/place.ts'

const startOn = (data: string, env: Record<string, string> = {}, more: { node?: string[]; cwd?: string } = {}) =>
  startChild(START, { env: { PORT: '0', TUOKE_DATA: data, ...env }, ...more })

const started = async (data = temporaryFolder(), env: Record<string, string> = {}) => {
  const child = startOn(data, env)
  const from = performance.now()
  await child.says(/ready in/)
  return { ...child, data, host: hostFileOf(data), readyMs: performance.now() - from }
}

const healthOf = async (url: string) => (await fetch(`${url}/health`)).status

/** How a start that fails ends: exit code 1 and what it says, no stack. */
const failure = async (data: string, env: Record<string, string> = {}, more = {}) => {
  const child = startOn(data, env, more)
  expect(await child.end).toEqual({ code: 1, signal: null })
  expect(child.stderr()).not.toMatch(/^\s+at /m)
  return child.stderr().trim()
}

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
      tableName: 'tuoke',
    })
    expect(stdout()).toContain(host.url)
    expect(stdout()).toContain(data)
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
    expect(signal ?? code).toBe(made === 'table.db' ? 'SIGTERM' : 0)
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

describe('a start that cannot succeed', () => {
  it('says that the port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    atEnd(() => void server.close())
    const PORT = String((server.address() as AddressInfo).port)
    expect(await failure(temporaryFolder(), { PORT })).toBe(
      `Port ${PORT} is taken. Stop what uses it, or set PORT to another one.`,
    )
  })

  it('says that a number in hexadecimal is no port', async () => {
    expect(await failure(temporaryFolder(), { PORT: '0x50' })).toBe('PORT must be 0 to 65535, not "0x50".')
  })

  it('says that it cannot listen on a host of another machine', async () => {
    expect(await failure(temporaryFolder(), { HOST: '192.0.2.1' })).toMatch(
      /^No requests can be taken: .*Set PORT or HOST/,
    )
  })

  it('says that no engine answers at DYNAMODB_ENDPOINT, or that it is none', async () => {
    const data = temporaryFolder()
    expect(await failure(data, { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' })).toMatch(
      /^No DynamoDB engine answers: .*127.0.0.1:1/,
    )
    expect(await failure(data, { DYNAMODB_ENDPOINT: 'localhost' })).toMatch(/^DYNAMODB_ENDPOINT must be a URL/)
  })

  it('says what is wrong with a folder that cannot hold the data', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, 'no folder')
    expect(await failure(file)).toMatch(/^The data in .*file cannot be opened: .*Set TUOKE_DATA to another folder\.$/)
  })
})

describe('the engine of a host', () => {
  /** The project without its optional package. */
  const projectWithoutEngine = () => {
    const project = temporaryFolder()
    for (const part of ['infra', 'functions', 'shared', 'package.json'])
      cpSync(join(ROOT, part), join(project, part), { recursive: true })
    mkdirSync(join(project, 'node_modules'))
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (name !== '@dynoxide') symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name))
    return project
  }
  const inProject = (project: string, PATH: string) =>
    startChild(join(project, 'infra/local/start.ts'), {
      cwd: project,
      env: { PORT: '0', TUOKE_DATA: join(project, '.local'), PATH },
    })

  it('that is not found is told with what to do; one on the path is taken', async () => {
    const project = projectWithoutEngine()
    const without = inProject(project, '/usr/bin:/bin')
    expect(await without.end).toEqual({ code: 1, signal: null })
    expect(without.stderr().trim().split('\n')[0]).toMatch(/^No DynamoDB engine was found for linux-x64\./)
    expect(without.stderr()).toContain('npm install')
    const programs = join(project, 'programs')
    mkdirSync(programs)
    symlinkSync(findEngine(), join(programs, 'dynoxide'))
    const found = inProject(project, `/usr/bin:/bin:${programs}`)
    await found.says(/ready in/)
  })

  it('that dies while the demo is made is started again, and the host gets ready', async () => {
    const data = temporaryFolder()
    const child = startOn(data)
    await eventually(
      () => readdirSync(data),
      (files) => files.includes('host.json'),
    )
    const { enginePid = 0, url } = hostFileOf(data)
    process.kill(enginePid, 'SIGKILL')
    await child.says(/ready in/)
    expect(await healthOf(url)).toBe(200)
    expect(hostFileOf(data).enginePid).not.toBe(enginePid)
  })

  it('is another one at DYNAMODB_ENDPOINT, and then none of its own', async () => {
    const other = await startEngine(findEngine(), {})
    atEnd(other.stop)
    const { data, host } = await started(undefined, { DYNAMODB_ENDPOINT: other.url })
    expect(host).toMatchObject({ dynamodb: other.url })
    expect(host).not.toHaveProperty('enginePid')
    expect(await healthOf(host.url)).toBe(200)
    expect(readdirSync(data)).not.toContain('table.db')
  })
})
