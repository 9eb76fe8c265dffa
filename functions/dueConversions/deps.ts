import type { ConversionQueues } from '../../shared/conversions/queues.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { ConversionStore } from '../../shared/store/conversionStore.ts'

/** What looks after conversions that wait works with. */
export type DueDeps = {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  conversions: ConversionStore
  queues: ConversionQueues
  now: () => Date
}
