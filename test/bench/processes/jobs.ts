/** Calls to be made, `atOnce` of them at a time. */
export type Job = { inputs: unknown[]; atOnce: number }

/** How each call was answered, what all of them cost this process, and what memory it has afterwards. */
export type Done = { statuses: number[]; cpuMicroseconds: number; memory: { rss: number; heapUsed: number } }

/** Of every job: what came of it, or why it failed. */
export type Reply = { done: Done } | { failure: string }

type Call = (input: unknown) => Promise<number>

const makeCalls = async (call: Call, { inputs, atOnce }: Job): Promise<number[]> => {
  const statuses: number[] = []
  let next = 0
  const makeSome = async () => {
    for (let i = next++; i < inputs.length; i = next++) statuses[i] = await call(inputs[i])
  }
  await Promise.all(Array.from({ length: atOnce }, makeSome))
  return statuses
}

const perform = async (call: Call, job: Job): Promise<Done> => {
  const before = process.cpuUsage()
  const statuses = await makeCalls(call, job)
  const { user, system } = process.cpuUsage(before)
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return { statuses, cpuMicroseconds: user + system, memory: { rss, heapUsed } }
}

/** Does the jobs that the parent process sends, one after the other. */
export const serveJobs = (call: Call): void => {
  const reply = (message: Reply) => process.send?.(message)
  process.on('message', (job: Job) => {
    perform(call, job).then(
      (done) => reply({ done }),
      (error) => reply({ failure: String(error) }),
    )
  })
}
