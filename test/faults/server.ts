import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '../..')
const READY_MS = 20_000
const RESTARTED_MS = 5000

/** What a running server says about itself in its data folder. */
export type HostFile = {
  pid: number
  enginePid?: number
  url: string
  dynamodb: string
  /** The endpoint of all services but DynamoDB. */
  services: string
  tableName: string
}

type Options = {
  data: string
  port: number
  log: string
  /** Hosts beside our own that connections may name. */
  outboundHosts?: string
  /** The file of a clock that can be moved. */
  clock?: string
}

const isHealthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`)).ok
  } catch {
    return false
  }
}

const spawnServer = (
  { data, port, log, outboundHosts, clock }: Options,
  dynamodbEndpoint: string | undefined,
): ChildProcess => {
  const output = openSync(log, 'a')
  const before = clock === undefined ? [] : ['--import', join(import.meta.dirname, 'movedClock.ts')]
  return spawn(process.execPath, [...before, join(ROOT, 'infra/local/start.ts')], {
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      TUOKE_DATA: data,
      TUOKE_SIMULATORS: 'off',
      ...(outboundHosts && { OUTBOUND_HOSTS: outboundHosts }),
      ...(clock && { CLOCK_FILE: clock }),
      ...(dynamodbEndpoint && { DYNAMODB_ENDPOINT: dynamodbEndpoint }),
    },
  })
}

/** The real server as a process of its own, to be killed and started again on the same data. */
export const serverOn = (options: Options) => {
  const url = `http://127.0.0.1:${options.port}`
  let child: ChildProcess | undefined
  let dynamodbEndpoint: string | undefined

  const start = (): void => {
    child = spawnServer(options, dynamodbEndpoint)
  }

  const hostFile = (): HostFile => JSON.parse(readFileSync(join(options.data, 'host.json'), 'utf8')) as HostFile

  const isReady = async (): Promise<boolean> => {
    try {
      return hostFile().pid === child?.pid && (await isHealthy(url))
    } catch {
      return false
    }
  }

  return {
    url,
    hostFile,
    operatorKey: () => readFileSync(join(options.data, 'operator.key'), 'utf8').trim(),
    /** From now on the server works on this engine, undefined for one of its own. */
    useEngine(endpoint: string | undefined): void {
      dynamodbEndpoint = endpoint
    },
    start,
    /** Waits until the server serves; fails when it does not. One that ends by itself while it starts is started again as often as it may be. */
    async ready({ starts = 1 } = {}): Promise<void> {
      const deadline = Date.now() + READY_MS
      for (let left = starts - 1; !(await isReady()); await pause(20)) {
        if (Date.now() > deadline) throw new Error(`the server is not ready after ${READY_MS} ms: see ${options.log}`)
        if (child?.exitCode === null) continue
        if (left === 0) throw new Error(`the server does not start: see ${options.log}`)
        left -= 1
        start()
      }
    },
    async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    },
    /** Kills the engine under the running server, and waits until the server has started it again. */
    async killEngine(): Promise<void> {
      const { enginePid = 0 } = hostFile()
      process.kill(enginePid, 'SIGKILL')
      const deadline = Date.now() + RESTARTED_MS
      while (hostFile().enginePid === enginePid) {
        if (Date.now() > deadline) throw new Error(`the engine was not started again: see ${options.log}`)
        await pause(20)
      }
    },
  }
}

export type Server = ReturnType<typeof serverOn>
