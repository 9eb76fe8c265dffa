import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type BuiltFunction, linesOf, type StartFunction, TRACE } from './builtFunction.ts'
import { atEnd, ROOT, temporaryFolder } from './place.ts'

const MAIN = join(ROOT, 'test/fixtures/freshProcess.ts')
const READY = 'ready'

type Reply = { id: string; answer?: unknown; error?: string }

/** Runs a built function in a fresh Node process whose folder is empty. */
export const startFresh: StartFunction = async (environment): Promise<BuiltFunction> => {
  const child = fork(MAIN, { cwd: temporaryFolder(), env: environment, execArgv: [], silent: true })
  atEnd(() => child.kill('SIGKILL'))
  let [output, complaints] = ['', '']
  child.stdout?.on('data', (data) => {
    output += data
  })
  child.stderr?.on('data', (data) => {
    complaints += data
  })
  const waiting = new Map<string, (reply: Reply) => void>()
  const reply = (id: string) => new Promise<Reply>((resolve) => waiting.set(id, resolve))
  child.on('message', (message) => waiting.get((message as Reply).id)?.(message as Reply))
  child.once('close', () => {
    for (const [id, settle] of waiting) settle({ id, error: `the process has ended: ${complaints.slice(-1000)}` })
  })
  const answerOf = ({ answer, error }: Reply): unknown => {
    if (error !== undefined) throw new Error(error)
    return answer
  }
  answerOf(await reply(READY))
  return {
    invoke: async (event) => {
      const id = randomUUID()
      const replied = reply(id)
      child.send({ id, event, trace: TRACE })
      return answerOf(await replied)
    },
    log: () => linesOf(output),
  }
}
