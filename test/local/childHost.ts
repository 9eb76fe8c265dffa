import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../harness/client.ts'
import { atEnd, ROOT } from '../harness/place.ts'

export const START = join(ROOT, 'infra/local/start.ts')
export const FIXTURE_HOST = join(ROOT, 'test/fixtures/hostProcess.ts')

export type Ended = { code: number | null; signal: NodeJS.Signals | null }

/** A process of its own group that runs a file, as a terminal would start it; ended with the test file. */
export const startChild = (
  file: string,
  { env = {}, cwd = ROOT, node = [] }: { env?: Record<string, string>; cwd?: string; node?: string[] } = {},
) => {
  const inherited = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tuoke-compile-cache') }
  const child = spawn(process.execPath, [...node, file], { cwd, env: { ...inherited, ...env }, detached: true })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  let ended: Ended | undefined
  const end = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      ended = { code, signal }
      resolve(ended)
    }),
  )
  atEnd(async () => {
    child.kill('SIGKILL')
    await end
  })
  return {
    pid: child.pid ?? 0,
    end,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** To the whole group, as Ctrl-C in a terminal. */
    killGroup: (signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal),
    /** Waits for a text on standard output; fails with what was said when the process ends first. */
    says: async (text: RegExp): Promise<string> => {
      await eventually(() => text.test(stdout) || ended !== undefined, Boolean, 20)
      if (!text.test(stdout)) throw new Error(`ended with ${JSON.stringify(ended)}: ${stdout}${stderr}`)
      return stdout
    },
  }
}

export type HostFile = {
  pid: number
  enginePid?: number
  url: string
  dynamodb: string
  simulators?: string
  tableName: string
}

/** What a host tells other programs about itself. */
export const hostFileOf = (data: string): HostFile =>
  JSON.parse(readFileSync(join(data, 'host.json'), 'utf8')) as HostFile

/** Whether a process is there and no zombie. */
export const isRunning = (pid: number | undefined): boolean => {
  try {
    return /^State:\s+[^ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Waits until a process is gone. */
export const isGone = (pid: number | undefined): Promise<boolean> =>
  eventually(
    () => isRunning(pid),
    (running) => !running,
    3,
  )
