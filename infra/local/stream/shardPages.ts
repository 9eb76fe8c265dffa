import { AwsFailure } from '../../../shared/runtime/aws/failure.ts'
import type { StreamRecord, Streams } from './streams.ts'

export type Page = { records: StreamRecord[]; next: string | undefined }

/** Where a reader is in a shard: after a sequence number, or at the start. */
export type Position = {
  shard: string
  after: () => string | undefined
  /** The records after the position were trimmed: it is the start of what is left. */
  lost: () => void
}

/** As many records as a page holds. */
export const PAGE = 1000

/** Reads a shard page by page. A page follows the last one that was accepted; without one, the position. */
export const shardPages = (streams: Streams, streamArn: string, { shard, after, lost }: Position) => {
  let iterator: string | undefined

  const iteratorAtPosition = async (): Promise<string | undefined> => {
    const sequence = after()
    const from = sequence
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: sequence }
      : { ShardIteratorType: 'TRIM_HORIZON' as const }
    return (await streams.iterator({ StreamArn: streamArn, ShardId: shard, ...from })).ShardIterator
  }

  return {
    /** The next page; undefined when it must be asked for again. */
    async read(): Promise<Page | undefined> {
      try {
        const current = iterator ?? (await iteratorAtPosition())
        iterator = undefined
        const { Records = [], NextShardIterator } = await streams.records({ ShardIterator: current, Limit: PAGE })
        return { records: Records, next: NextShardIterator }
      } catch (error) {
        iterator = undefined
        const name = error instanceof AwsFailure ? error.name : undefined
        if (name === 'TrimmedDataAccessException') lost()
        else if (name !== 'ExpiredIteratorException') throw error
        return undefined
      }
    },
    accept: ({ next }: Page): void => {
      iterator = next
    },
  }
}
