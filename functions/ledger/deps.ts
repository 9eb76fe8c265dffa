import type { Credentials } from '../../shared/runtime/principal.ts'
import type { CampaignStore } from '../../shared/store/campaignStore.ts'
import type { ConversionStore } from '../../shared/store/conversionStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'

/** What operators look at the ledger with. */
export type LedgerDeps = Credentials & {
  campaigns: Pick<CampaignStore, 'find'>
  conversions: ConversionStore
  leads: LeadStore
}
