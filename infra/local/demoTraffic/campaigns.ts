import { type Campaign, CampaignSettings } from '../../../shared/domain/campaign.ts'
import type { Economics } from '../../../shared/domain/economics.ts'
import type { CampaignStore } from '../../../shared/store/campaignStore.ts'
import { DEMO_CAMPAIGNS } from '../demo.ts'
import { HostProblem } from '../hostProblem.ts'

const GOALS: CampaignSettings['goals'] = {
  registrationRate: 0.5,
  completionRate: 0.65,
  approvalRate: 0.45,
  drawDownRate: 0.7,
}

const ECONOMICS: Economics = {
  annualYieldBps: 620,
  fundingCostBps: 250,
  lossRateBps: 220,
  utilisation: 0.35,
  months: 12,
  operatingCostFen: 60_000,
}

const created = async (campaigns: CampaignStore, campaignId: string, at: string): Promise<Campaign> => {
  const settings = CampaignSettings.parse(DEMO_CAMPAIGNS[campaignId])
  await campaigns.create({ campaignId, version: 1, createdAt: at, updatedAt: at, settings })
  const campaign = await campaigns.find(campaignId)
  if (campaign) return campaign
  throw new Error(`the campaign ${campaignId} was made and is not there`)
}

/** A campaign that nobody has said anything about money of is told goals and economics; any other stays as it is. */
const withGoals = async (campaigns: CampaignStore, campaign: Campaign, updatedAt: string): Promise<Campaign> => {
  const { settings, version, campaignId } = campaign
  if (settings.economics) return campaign
  const goals = { ...GOALS, ...settings.goals }
  const changed = {
    ...campaign,
    version: version + 1,
    updatedAt,
    settings: { ...settings, goals, economics: ECONOMICS },
  }
  if (await campaigns.replace(changed)) return changed
  throw new HostProblem(`The campaign ${campaignId} was changed at the same moment: run this again.`)
}

/** The demo campaigns by id, made where they are missing, each with goals and economics. */
export const demoCampaigns = async (campaigns: CampaignStore): Promise<ReadonlyMap<string, Campaign>> => {
  const at = new Date().toISOString()
  const found = new Map<string, Campaign>()
  for (const campaignId of Object.keys(DEMO_CAMPAIGNS)) {
    const campaign = (await campaigns.find(campaignId)) ?? (await created(campaigns, campaignId, at))
    found.set(campaignId, await withGoals(campaigns, campaign, at))
  }
  return found
}
