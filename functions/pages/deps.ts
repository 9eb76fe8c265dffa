import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Credentials } from '../../shared/runtime/principal.ts'

/** What the pages function works with. */
export type PagesDeps = Credentials & {
  /** Where connections may lead: images of the providers may come from there. */
  outboundHosts: readonly string[]
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  /** Reads something from the store; ends in a problem when it does not answer. */
  askStore: () => Promise<unknown>
}
