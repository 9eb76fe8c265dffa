import type { ConversionQueues } from '../../shared/conversions/queues.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { KeptTokens } from '../../shared/providers/openAccount.ts'
import type { ClickStore } from '../../shared/store/clickStore.ts'
import type { ConversionStore } from '../../shared/store/conversionStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'

/** What the sender of conversions works with. */
export type ConversionsDeps = KeptTokens & {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  leads: Pick<LeadStore, 'find'>
  clicks: Pick<ClickStore, 'find'>
  conversions: ConversionStore
  queues: Pick<ConversionQueues, 'send'>
}
