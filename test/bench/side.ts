import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { lambdaEnvironment } from '../harness/lambdaEnvironment.ts'
import { specOf } from './builds.ts'
import type { Installed } from './installed.ts'
import type { Done, Job, Reply } from './processes/jobs.ts'

/** A process that makes the calls of one side, so that their cost can be told from all else. */
export type RunningSide = {
  /** Fails when a call is not answered with the status that `expected` names for its place. */
  run: (job: Job, expected: (i: number) => number) => Promise<Done>
  /** What it prints. It is read as a platform would, and dropped unless somebody listens. */
  printed: Readable
  stop: () => void
}

const replyOf = (child: ChildProcess): Promise<Reply> =>
  new Promise((resolve) => {
    const gone = () => resolve({ failure: 'the process has ended' })
    child.once('exit', gone)
    child.once('message', (message) => {
      child.off('exit', gone)
      resolve(message as Reply)
    })
  })

const checked = ({ statuses, ...done }: Done, expected: (i: number) => number): Done => {
  const wrong = statuses.findIndex((status, i) => status !== expected(i))
  if (wrong !== -1) throw new Error(`call ${wrong} was answered ${statuses[wrong]}, not ${expected(wrong)}`)
  return { statuses, ...done }
}

/** Starts one of `processes/`. What it prints is read and dropped, as a platform would read it. */
export const startSide = (
  name: string,
  environment: Record<string, string>,
  execArgv: readonly string[] = [],
): RunningSide => {
  const main = join(import.meta.dirname, 'processes', name)
  const child = fork(main, { env: environment, execArgv: [...execArgv], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const printed = child.stdout as Readable
  printed.resume()
  return {
    run: async (job, expected) => {
      const replied = replyOf(child)
      child.send(job)
      const reply = await replied
      if ('failure' in reply) throw new Error(`${name}: ${reply.failure}`)
      return checked(reply.done, expected)
    },
    printed,
    stop: () => void child.kill(),
  }
}

/** Starts a built function, on an installation. */
export const startFunction = (
  name: string,
  directory: string,
  installed: Installed,
  execArgv?: readonly string[],
): RunningSide => {
  const environment = lambdaEnvironment(name, specOf(name), { ...installed, directory })
  return startSide('function.ts', environment, execArgv)
}
