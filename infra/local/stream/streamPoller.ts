import type { Shard } from '@aws-sdk/client-dynamodb-streams'
import { type Loop, type Round, repeat } from '../repeat.ts'
import { PAGE, shardPages } from './shardPages.ts'
import { type Consumer, type Stream, streamDelivery } from './streamDelivery.ts'

/** Between two pages when the first was empty. */
const POLL_MS = 100

/**
 * Between two pages when the first held some: what comes meanwhile is delivered together, as on AWS. So few that no
 * transaction with them holds up the engine, and the requests that wait for it, for long.
 */
const BUSY_POLL_MS = 20
const LOOK_FOR_SHARDS_MS = 10_000

const shardsOf = async ({ streams, streamArn }: Stream): Promise<Shard[]> => {
  const shards: Shard[] = []
  let ExclusiveStartShardId: string | undefined
  do {
    const { StreamDescription } = await streams.describe({ StreamArn: streamArn, ExclusiveStartShardId })
    shards.push(...(StreamDescription?.Shards ?? []))
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId
  } while (ExclusiveStartShardId)
  return shards
}

/** One round of reading a shard; done at its end. */
const shardReader = (stream: Stream, consumer: Consumer, shard: string, isStopped: () => boolean) => {
  const { checkpoints, report } = stream
  const pages = shardPages(stream.streams, stream.streamArn, {
    shard,
    after: () => checkpoints.read(consumer.name, shard),
    lost: () => {
      report(`${consumer.name} missed records of ${shard}: they were trimmed before it read them`)
      checkpoints.forget(consumer.name, shard)
    },
  })
  const deliver = streamDelivery(stream, consumer, { shard, isStopped })
  return async (): Promise<Round> => {
    const page = await pages.read()
    if (!page || !(await deliver(page.records))) return 'more'
    pages.accept(page)
    if (page.next === undefined) return 'done'
    if (page.records.length === PAGE) return 'more'
    return page.records.length > 0 ? 'some' : 'idle'
  }
}

/** Those shards that have not ended, whose parents have, or are gone. */
const readable = (shards: readonly Shard[], hasEnded: (shard: string) => boolean): string[] => {
  const known = new Set(shards.map(({ ShardId }) => ShardId))
  const isPast = (shard: string | undefined) => !shard || !known.has(shard) || hasEnded(shard)
  return shards.flatMap(({ ShardId, ParentShardId }) =>
    ShardId && !isPast(ShardId) && isPast(ParentShardId) ? [ShardId] : [],
  )
}

/** Delivers the table's stream to one function, each shard after its parent, as Lambda's event source mapping does. */
export const pollStream = (stream: Stream, consumer: Consumer): Loop => {
  const { checkpoints, report } = stream
  const readers = new Map<string, Loop>()
  let isStopped = false

  const follow = (shard: string): Loop => {
    const read = shardReader(stream, consumer, shard, () => isStopped)
    const work = async (): Promise<Round> => {
      const round = await read()
      if (round !== 'done') return round
      checkpoints.end(consumer.name, shard)
      await openShards().catch(report)
      return 'done'
    }
    return repeat(work, { pauseMs: POLL_MS, shortPauseMs: BUSY_POLL_MS, report })
  }

  const openShards = async (): Promise<Round> => {
    const shards = await shardsOf(stream)
    if (isStopped) return 'done'
    for (const shard of readable(shards, (id) => checkpoints.hasEnded(consumer.name, id)))
      if (!readers.has(shard)) readers.set(shard, follow(shard))
    for (const [shard, reader] of readers)
      if (!shards.some(({ ShardId }) => ShardId === shard)) {
        readers.delete(shard)
        void reader.stop()
      }
    return 'idle'
  }

  const looking = repeat(openShards, { pauseMs: LOOK_FOR_SHARDS_MS, report })
  return {
    stop: async () => {
      isStopped = true
      await Promise.all([looking, ...readers.values()].map((loop) => loop.stop()))
    },
  }
}
