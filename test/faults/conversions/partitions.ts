import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import { ALL_SHARDS, duePartition, ledgerPartition, parkedPartition } from '../../../shared/store/keys.ts'

/** Where every open conversion lies by time, except those that wait for their destination. */
export const DUE_PARTITIONS: readonly string[] = DestinationPlatform.options.flatMap((platform) =>
  ALL_SHARDS.map((shard) => duePartition(platform, shard)),
)

export const PARKED_PARTITIONS: readonly string[] = ALL_SHARDS.map(parkedPartition)

/** Where the conversions of a campaign are listed. */
export const ledgerPartitions = (campaignId: string): string[] =>
  ALL_SHARDS.map((shard) => ledgerPartition(campaignId, shard))
