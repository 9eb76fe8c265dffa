import {
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams'

export type Page = { records: StreamRecord[]; next: string | undefined }

/** Where a reader is in a shard: after a sequence number, or at the start. */
export type Position = {
  shard: string
  after: () => string | undefined
  /** The records after the position were trimmed: it is the start of what is left. */
  lost: () => void
}

const PAGE = 1000

/** Reads a shard page by page. A page follows the last one that was accepted; without one, the position. */
export const shardPages = (streams: DynamoDBStreamsClient, streamArn: string, { shard, after, lost }: Position) => {
  let iterator: string | undefined

  const iteratorAtPosition = async (): Promise<string | undefined> => {
    const sequence = after()
    const from = sequence
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: sequence }
      : { ShardIteratorType: 'TRIM_HORIZON' as const }
    const command = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shard, ...from })
    return (await streams.send(command)).ShardIterator
  }

  return {
    /** The next page; undefined when it must be asked for again. */
    async read(): Promise<Page | undefined> {
      try {
        const current = iterator ?? (await iteratorAtPosition())
        iterator = undefined
        const command = new GetRecordsCommand({ ShardIterator: current, Limit: PAGE })
        const { Records = [], NextShardIterator } = await streams.send(command)
        return { records: Records, next: NextShardIterator }
      } catch (error) {
        iterator = undefined
        if (error instanceof TrimmedDataAccessException) lost()
        else if (!(error instanceof ExpiredIteratorException)) throw error
        return undefined
      }
    },
    accept: ({ next }: Page): void => {
      iterator = next
    },
  }
}
