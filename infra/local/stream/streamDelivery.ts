import type { Topology } from '../../topologySpec.ts'
import type { DeadLetters } from '../deadLetters.ts'
import { failedItems, type Invoke } from '../functions.ts'
import { matcher } from '../pattern.ts'
import type { Checkpoints } from './checkpoints.ts'
import { asLambdaRecord, sequenceOf } from './streamRecord.ts'
import type { StreamRecord, Streams } from './streams.ts'

export type Stream = {
  streams: Streams
  streamArn: string
  invoke: Invoke
  checkpoints: Checkpoints
  deadLetters: DeadLetters
  report: (error: unknown) => void
}

/** A function that reads the stream, and what of it. */
export type Consumer = {
  name: string
  batchSize: number
  retries: number
  isWanted: (record: StreamRecord) => boolean
}

/** Every function that the stream triggers. Fails on a pattern that is not known. */
export const streamConsumers = ({ functions }: Topology): Consumer[] =>
  Object.entries(functions).flatMap(([name, { trigger }]) => {
    if (trigger.kind !== 'stream') return []
    const { batchSize, retries } = trigger
    const patterns = trigger.patterns.map(matcher)
    return [{ name, batchSize, retries, isWanted: (record) => patterns.some((matches) => matches(record)) }]
  })

/** Where in a batch it failed; not found when it failed as a whole. */
type Failure = { index: number; isFound: boolean; cause: string }

const failureOf = async (
  { invoke, streamArn }: Stream,
  name: string,
  batch: readonly StreamRecord[],
): Promise<Failure | undefined> => {
  const isAlone = batch.length === 1
  try {
    const answer = await invoke(name, { Records: batch.map((record) => asLambdaRecord(record, streamArn)) })
    const failed = failedItems(answer)
    if (failed.length === 0) return undefined
    const index = Math.min(...failed.map((id) => batch.findIndex((record) => sequenceOf(record) === id)))
    const cause = `${name} reported ${failed[0]}`
    return index < 0 ? { index: 0, isFound: isAlone, cause } : { index, isFound: true, cause }
  } catch (error) {
    return { index: 0, isFound: isAlone, cause: String(error) }
  }
}

/** Counts how often each record failed, anew when it is another one. */
const retryCount = (retries: number) => {
  let failing = { at: '', times: 0 }
  return {
    isOver: (at: string): boolean => {
      failing = { at, times: failing.at === at ? failing.times + 1 : 1 }
      return failing.times > retries
    },
  }
}

/**
 * Delivers records of a shard to a function, in order, and moves its checkpoint over what is done. A batch that fails
 * as a whole is halved until the record that it fails on is alone. That record is tried again until it is out of
 * retries; then it is a dead letter and those after it go on.
 */
export const streamDelivery = (
  stream: Stream,
  { name, batchSize, retries, isWanted }: Consumer,
  { shard, isStopped }: { shard: string; isStopped: () => boolean },
) => {
  const tried = retryCount(retries)
  let size = batchSize

  const pass = (record: StreamRecord | undefined): void => {
    if (record) stream.checkpoints.write(name, shard, sequenceOf(record))
  }

  /** Makes the next round another one than this: at once when it is, by throwing after a pause when it is the same again. */
  const settle = (batch: readonly StreamRecord[], { index, isFound, cause }: Failure): void => {
    const [last, failed] = [batch[index - 1], batch[index]]
    pass(last)
    if (isFound && tried.isOver(sequenceOf(failed))) {
      stream.deadLetters.add(name, cause, asLambdaRecord(failed, stream.streamArn))
      pass(failed)
      return
    }
    if (!isFound) size = Math.floor(batch.length / 2)
    const failure = new Error(`${name} failed at ${sequenceOf(failed)}: ${cause}`)
    if (isFound && !last) throw failure
    stream.report(failure)
  }

  /** Whether all is delivered; what is not, as it failed or delivery was stopped, must be read again, from the checkpoint. */
  return async (records: readonly StreamRecord[]): Promise<boolean> => {
    const wanted = records.filter(isWanted)
    for (let i = 0, batch: StreamRecord[]; i < wanted.length; i += batch.length) {
      if (isStopped()) return false
      batch = wanted.slice(i, i + size)
      const failure = await failureOf(stream, name, batch)
      if (failure) {
        settle(batch, failure)
        return false
      }
      size = batchSize
      pass(batch.at(-1))
    }
    pass(records.at(-1))
    return true
  }
}
