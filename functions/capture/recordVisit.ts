import type { Context } from 'hono'
import type * as z from 'zod'
import type { recordVisit, VisitSubmission } from '../../shared/contract/capture.ts'
import { recordTouch } from '../../shared/domain/touch.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { liveCampaign } from '../../shared/runtime/publicCampaign.ts'
import type { CaptureDeps } from './deps.ts'
import { keepVisit } from './keepVisit.ts'

type Request = Input<{ campaignId: string }, undefined, z.output<typeof VisitSubmission>>

export const handleRecordVisit =
  (deps: CaptureDeps) =>
  async ({ body }: Request, c: Context<HttpEnv>): Promise<Answer<(typeof recordVisit)['success']>> => {
    const campaign = liveCampaign(c, 'visits are counted')
    const { visitId, url, referrer } = body
    await keepVisit(deps, campaign, { ...recordTouch({ url, referrer, ...body.touch }), visitId })
    note({ campaignId: campaign.campaignId })
    return { status: 202, body: { visitId } }
  }
