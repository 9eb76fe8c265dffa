import type { GateDeps } from '../../shared/capture/gate.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { ProviderDeps } from '../../shared/providers/openConnection.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { PostbackStore } from '../../shared/store/postbackStore.ts'

/** What the pushes function works with. */
export type PushesDeps = ProviderDeps &
  GateDeps & {
    findCampaign: (campaignId: string) => Promise<Campaign | undefined>
    leads: LeadStore
    postbacks: PostbackStore
    /** What a partner signs with; nothing for one that nobody knows. */
    findSecrets: (partnerId: string) => Promise<string[]>
  }
