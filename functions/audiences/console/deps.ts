import type { StaffDeps } from '../../../shared/console/session.ts'
import type { CampaignStore } from '../../../shared/store/campaignStore.ts'
import type { AudiencesDeps } from '../deps.ts'

/** What staff hand packs of leads over with. */
export type AudienceConsoleDeps = AudiencesDeps & StaffDeps & { campaigns: Pick<CampaignStore, 'find' | 'list'> }
