import type { Shard } from '@aws-sdk/client-dynamodb-streams'
import { type Loop, type Round, repeat } from '../repeat.ts'
import { PAGE, shardPages } from './shardPages.ts'
import { type Consumer, type Stream, streamDelivery } from './streamDelivery.ts'

/** Between two pages, unless the first was full: as on AWS, records that come meanwhile are delivered together. */
const POLL_MS = 100
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
    return page.records.length === PAGE ? 'more' : 'idle'
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
    return repeat(work, { pauseMs: POLL_MS, report })
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
