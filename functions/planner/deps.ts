import type { ConversionQueues } from '../../shared/conversions/queues.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { ApplicationStore } from '../../shared/store/applicationStore.ts'
import type { ConversionStore } from '../../shared/store/conversionStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'

/** What the planner works with. */
export type PlannerDeps = {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  leads: Pick<LeadStore, 'find'>
  applications: Pick<ApplicationStore, 'find'>
  conversions: ConversionStore
  queues: Pick<ConversionQueues, 'send'>
  now: () => Date
}
