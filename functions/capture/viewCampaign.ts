import type { Context } from 'hono'
import type * as z from 'zod'
import type { CampaignView, getCampaign } from '../../shared/contract/campaigns.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { publicCampaign } from '../../shared/runtime/publicCampaign.ts'
import { newChallenge } from '../../shared/security/challenge.ts'
import type { CaptureDeps } from './deps.ts'

type Request = Input<{ campaignId: string }, undefined, undefined>

const viewOf = async (
  { campaignId, settings }: Campaign,
  { ring, now }: CaptureDeps,
): Promise<z.infer<typeof CampaignView>> => {
  const { product, chain, fields, consent } = settings
  const view = { campaignId, product, chain, fields, consent }
  return settings.challenge === 'proof_of_work'
    ? { ...view, challenge: await newChallenge(await ring(), campaignId, now()) }
    : view
}

export const handleGetCampaign =
  (deps: CaptureDeps) =>
  async ({ principal }: Request, c: Context<HttpEnv>): Promise<Answer<(typeof getCampaign)['success']>> => {
    if (principal.kind !== 'operator') return { status: 200, body: await viewOf(publicCampaign(c), deps) }
    const campaign = c.get('campaign')
    return { status: 200, body: campaign, headers: { etag: `"${campaign.version}"` } }
  }
