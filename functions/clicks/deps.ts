import type { Campaign } from '../../shared/domain/campaign.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { ClickStore } from '../../shared/store/clickStore.ts'

/** What the clicks function works with. */
export type ClicksDeps = {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  clicks: ClickStore
  ring: () => Promise<KeyRing>
  now: () => Date
}
