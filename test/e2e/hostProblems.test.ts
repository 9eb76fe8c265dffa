import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { startHost } from '../../infra/local/host.ts'
import { eventually } from '../harness/client.ts'
import { atEnd, ROOT, temporaryFolder } from '../harness/place.ts'
import { hostFileOf, startChild } from '../local/childHost.ts'
import { topologyOf } from '../local/functionTopology.ts'
import { failure, healthOf, started, startOn } from '../local/startedHost.ts'

/** Takes a port, any with 0, if nobody has it. */
const takePort = async (port: number): Promise<number> => {
  const server = createServer()
  await new Promise<void>((done) => {
    server.once('error', () => done())
    server.listen(port, '127.0.0.1', done)
  })
  atEnd(() => void server.close())
  return port || (server.address() as AddressInfo).port
}

describe('a start that cannot succeed', () => {
  it('says that the port is taken, even when that of the simulators is taken too', async () => {
    const port = await takePort(0)
    await takePort(port + 1)
    const PORT = String(port)
    expect(await failure(temporaryFolder(), { PORT })).toBe(
      `Port ${PORT} is taken. Stop what uses it, or set PORT to another one.`,
    )
  })

  it('says that the last port leaves none for the simulators', async () => {
    expect(await failure(temporaryFolder(), { PORT: '65535' })).toBe(
      'PORT must be at most 65534: the simulators take the next one. TUOKE_SIMULATORS=off does without.',
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

  it('says what is wrong with a topology, before anything is started', async () => {
    const topology = topologyOf(
      { page: { kind: 'http', endpoints: [], routes: ['GET /'] } },
      { entry: 'no/handler.ts' },
    )
    const data = join(temporaryFolder(), 'data')
    const start = startHost({
      topology,
      root: ROOT,
      data,
      port: 0,
      host: '127.0.0.1',
      tableName: 'tuoke',
      outboundHosts: '',
      report: () => undefined,
    })
    await expect(start).rejects.toThrow(
      'The topology cannot run: the function page names the file no/handler.ts, which does not exist.',
    )
    expect(existsSync(data)).toBe(false)
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
    for (const part of ['infra', 'functions', 'shared', 'openapi', 'docs', 'package.json'])
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

  it('is another one at DYNAMODB_ENDPOINT, and then none of its own, without simulators when they are off', async () => {
    const other = await startEngine(findEngine(), {})
    atEnd(other.stop)
    const { data, host } = await started(undefined, { DYNAMODB_ENDPOINT: other.url, TUOKE_SIMULATORS: 'off' })
    expect(host).toMatchObject({ dynamodb: other.url })
    expect(host).not.toHaveProperty('enginePid')
    expect(host).not.toHaveProperty('simulators')
    expect(await healthOf(host.url)).toBe(200)
    expect(readdirSync(data)).not.toContain('table.db')
  })
})
