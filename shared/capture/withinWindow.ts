import type { Campaign } from '../domain/campaign.ts'

type Find = (campaignId: string) => Promise<Campaign | undefined>

/** Finds campaigns as `find` does, each with a click window of at most so many days. */
export const withinWindow =
  (find: Find, mostDays: number): Find =>
  async (campaignId) => {
    const campaign = await find(campaignId)
    if (!campaign || campaign.settings.attribution.clickWindowDays <= mostDays) return campaign
    const attribution = { ...campaign.settings.attribution, clickWindowDays: mostDays }
    return { ...campaign, settings: { ...campaign.settings, attribution } }
  }
