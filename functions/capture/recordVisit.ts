import type { Context } from 'hono'
import type * as z from 'zod'
import type { recordVisit, VisitSubmission } from '../../shared/contract/capture.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { Visit } from '../../shared/domain/lead.ts'
import { dimensionsOf, hasClickId, recordTouch } from '../../shared/domain/touch.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { visitEventIdOf } from '../../shared/security/blindIndex.ts'
import type { CaptureDeps } from './deps.ts'
import { publicCampaign } from './publicCampaign.ts'

type Request = Input<{ campaignId: string }, undefined, z.output<typeof VisitSubmission>>

/** A visit outlives the window in which a lead can be attributed to it. */
const DAYS_AFTER_WINDOW = 30

export const handleRecordVisit =
  ({ visits, now }: CaptureDeps) =>
  async ({ body }: Request, c: Context<HttpEnv>): Promise<Answer<(typeof recordVisit)['success']>> => {
    const { campaignId, settings } = publicCampaign(c)
    if (settings.status !== 'live')
      throw new Problem('campaign_closed', `The campaign is ${settings.status}: visits are counted while it is live.`)
    const { visitId, url, referrer } = body
    const touch = recordTouch({ url, referrer, ...body.touch, visitId })
    const at = now()
    const visit: Visit = {
      visitId,
      campaignId,
      mode: settings.mode,
      timezone: settings.timezone,
      cohortDay: dayOf(at.toISOString(), settings.timezone),
      dimensions: dimensionsOf(touch),
      at: at.toISOString(),
      touch,
      event: {
        id: visitEventIdOf(campaignId, visitId),
        type: 'visit.recorded',
        at: at.toISOString(),
        reached: hasClickId(touch) ? ['clicked', 'visited'] : ['visited'],
      },
    }
    const days = settings.attribution.clickWindowDays + DAYS_AFTER_WINDOW
    await visits.record(visit, Math.floor(at.getTime() / 1000) + days * 86_400)
    note({ campaignId })
    return { status: 202, body: { visitId } }
  }
