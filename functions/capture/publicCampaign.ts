import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import { type Campaign, CampaignId } from '../../shared/domain/campaign.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { CaptureDeps } from './deps.ts'

const notFound = () =>
  new Problem('campaign_not_found', 'Check the campaign id in the address; a draft is not to be seen from outside.')

/** Looks up the campaign that the path names and keeps it with the request. Ends in a problem when there is none. */
export const loadCampaign =
  ({ findCampaign }: CaptureDeps) =>
  async (c: Context<HttpEnv>): Promise<Campaign> => {
    const campaignId = CampaignId.safeParse(c.req.param('campaignId'))
    const campaign = campaignId.success ? await findCampaign(campaignId.data) : undefined
    if (!campaign) throw notFound()
    c.set('campaign', campaign)
    return campaign
  }

/** The campaign of the request, unless it is a draft. */
export const publicCampaign = (c: Context<HttpEnv>): Campaign => {
  const campaign = c.get('campaign')
  if (campaign.settings.status === 'draft') throw notFound()
  return campaign
}
