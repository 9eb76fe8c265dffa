import type { GateDeps } from '../../shared/capture/gate.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { VisitStore } from '../../shared/store/visitStore.ts'

/** What the capture function works with. */
export type CaptureDeps = Credentials &
  GateDeps & {
    findCampaign: (campaignId: string) => Promise<Campaign | undefined>
    visits: VisitStore
    leads: LeadStore
    ring: () => Promise<KeyRing>
  }
