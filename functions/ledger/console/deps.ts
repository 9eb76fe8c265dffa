import type { StaffDeps } from '../../../shared/console/session.ts'
import type { CampaignStore } from '../../../shared/store/campaignStore.ts'
import type { LedgerDeps } from '../deps.ts'

/** What staff look at conversions and receipts with. */
export type LedgerConsoleDeps = LedgerDeps & StaffDeps & { campaigns: Pick<CampaignStore, 'find' | 'list'> }
