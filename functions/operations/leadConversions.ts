import type { LeadConversion } from '../../shared/contract/leads.ts'
import { conversionIdsOf } from '../../shared/conversions/ofLead.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import type { CampaignStore } from '../../shared/store/campaignStore.ts'
import type { ConversionStore } from '../../shared/store/conversionStore.ts'

/** What the ledger is looked at with for one lead. */
export type LedgerLook = {
  campaigns: Pick<CampaignStore, 'find'>
  conversions: Pick<ConversionStore, 'findAll'>
}

/** As many as are found in one request. */
const AT_ONCE = 100

const byTime = (a: Conversion, b: Conversion): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

const viewOf = ({ conversionId, destinationId, platform, milestone, at, retracts, status, reason }: Conversion) => ({
  conversionId,
  destinationId,
  platform,
  milestone,
  at,
  ...(retracts !== undefined && { retracts }),
  status,
  ...(reason !== undefined && { reason }),
})

/** What of a lead was told, or is to be told, to the destinations that its campaign has now; the earliest milestone first. */
export const conversionsOf = async (
  { campaigns, conversions }: LedgerLook,
  { leadId, campaignId }: Lead,
): Promise<LeadConversion[]> => {
  const { destinations = [] } = (await campaigns.find(campaignId))?.settings ?? {}
  const ids = conversionIdsOf(leadId, destinations)
  const starts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) => n * AT_ONCE)
  const found = await Promise.all(starts.map((start) => conversions.findAll(ids.slice(start, start + AT_ONCE))))
  return found.flat().sort(byTime).map(viewOf)
}
