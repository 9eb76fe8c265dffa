import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '../contract/problem.ts'
import { type Campaign, CampaignId } from '../domain/campaign.ts'
import type { HttpEnv } from './http.ts'

type Deps = { findCampaign: (campaignId: string) => Promise<Campaign | undefined> }

const notFound = () =>
  new Problem('campaign_not_found', 'Check the campaign id in the address; a draft is not to be seen from outside.')

/** Looks up the campaign that the path names and keeps it with the request. Ends in a problem when there is none. */
export const loadCampaign =
  ({ findCampaign }: Deps) =>
  async (c: Context<HttpEnv>): Promise<Campaign> => {
    const campaignId = CampaignId.safeParse(c.req.param('campaignId'))
    const campaign = campaignId.success ? await findCampaign(campaignId.data) : undefined
    if (!campaign) throw notFound()
    c.set('campaign', campaign)
    return campaign
  }

/** Makes sure that the campaign of the path is with the request. */
export const withCampaign =
  (deps: Deps): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    if (!c.get('campaign')) await loadCampaign(deps)(c)
    return next()
  }

/** The campaign of the request, unless it is a draft. */
export const publicCampaign = (c: Context<HttpEnv>): Campaign => {
  const campaign = c.get('campaign')
  if (campaign.settings.status === 'draft') throw notFound()
  return campaign
}

/** The same while it runs: `what` is done then. */
export const liveCampaign = (c: Context<HttpEnv>, what: string): Campaign => {
  const campaign = publicCampaign(c)
  const { status } = campaign.settings
  if (status === 'live') return campaign
  throw new Problem('campaign_closed', `The campaign is ${status}: ${what} while it is live.`)
}
