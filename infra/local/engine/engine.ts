import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { HostProblem } from '../hostProblem.ts'

/**
 * Runs the engine under a shell that listens on standard input: a line asks the engine to stop, the end kills it. It
 * ends with this process however that ends, so a killed host leaves no engine behind that would hold the data. The
 * first line out is the engine's process id.
 */
const WITH_PARENT = `
exec 3<&0
"$@" 3<&- </dev/null >/dev/null &
engine=$!
echo $engine
(read -r _ <&3 && kill $engine && read -r _ <&3; kill -9 $engine) >/dev/null 2>&1 &
wait $engine
kill $! 2>/dev/null
`

const READY_MS = 10_000
const RESTART_PAUSE_MS = 200

/** An engine that is asked to stop first writes what it holds into its file. */
const STOP_MS = 1000

/** Another program may take a free port before the engine does. */
const PORTS_TRIED = 3

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const urlOf = (port: number): string => `http://127.0.0.1:${port}`

const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(url, { signal: AbortSignal.timeout(500) })
    return true
  } catch {
    return false
  }
}

/** What a child wrote to standard error, its end only. */
const complaintsOf = (child: ChildProcess): (() => string) => {
  let text = ''
  child.stderr?.on('data', (data: Buffer) => {
    text = (text + data.toString()).slice(-500)
  })
  return () => text.trim()
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', () => resolve(''))
  })

type Running = { pid: number; ended: Promise<void>; stop: () => void; kill: () => void }

const run = async (binary: string, port: number, file: string | undefined): Promise<Running> => {
  const args = ['--port', String(port), ...(file ? ['--db-path', file] : [])]
  const child = spawn('sh', ['-c', WITH_PARENT, 'sh', binary, ...args], { detached: true })
  const complaints = complaintsOf(child)
  const stop = () => child.stdin.write('\n')
  const kill = () => child.stdin.end()
  child.stdin.on('error', () => undefined)
  let isOver = false
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(() => {
    isOver = true
    kill()
  })
  const pid = Number(await firstLine(child))
  const deadline = Date.now() + READY_MS
  while (!(await answers(urlOf(port)))) {
    if (isOver || Date.now() > deadline) {
      kill()
      throw new HostProblem(`The DynamoDB engine did not start: ${complaints() || binary}`)
    }
    await pause(20)
  }
  return { pid, ended, stop, kill }
}

const runOnFreePort = async (binary: string, file: string | undefined, tries = PORTS_TRIED) => {
  const port = await freePort()
  try {
    return { port, running: await run(binary, port, file) }
  } catch (error) {
    if (tries > 1 && /in use/.test(String(error))) return runOnFreePort(binary, file, tries - 1)
    throw error
  }
}

/** Runs Dynoxide on a port of its own, its data in a file or in memory. One that dies is started again on the same port. */
export const startEngine = async (
  binary: string,
  { file, report = () => undefined }: { file?: string; report?: (error: unknown) => void },
) => {
  const first = await runOnFreePort(binary, file)
  let { running } = first
  let isStopping = false
  let afterRestart: () => void = () => undefined

  const restart = async (): Promise<void> => {
    try {
      running = await run(binary, first.port, file)
      if (isStopping) return running.kill()
      report('the engine was started again')
      afterRestart()
    } catch (error) {
      report(error)
      await pause(RESTART_PAUSE_MS)
    }
  }
  const keepRunning = async (): Promise<void> => {
    await running.ended
    while (!isStopping) {
      await restart()
      await running.ended
    }
  }
  const stopped = keepRunning()
  return {
    url: urlOf(first.port),
    pid: () => running.pid,
    onRestart: (listener: () => void): void => {
      afterRestart = listener
    },
    stop: async (): Promise<void> => {
      isStopping = true
      running.stop()
      const late = setTimeout(() => running.kill(), STOP_MS)
      await stopped
      clearTimeout(late)
    },
  }
}

export type Engine = Awaited<ReturnType<typeof startEngine>>
