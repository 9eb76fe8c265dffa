import type { Context } from 'hono'
import type * as z from 'zod'
import type { ActivationReport, recordActivation } from '../../shared/contract/following.ts'
import { recordTouch } from '../../shared/domain/touch.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { liveCampaign } from '../../shared/runtime/publicCampaign.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { CaptureDeps } from './deps.ts'
import { keepVisit } from './keepVisit.ts'

type Report = z.output<typeof ActivationReport>
type Request = Input<{ campaignId: string }, undefined, Report>

/** The visit that an activation is: as the download link carried it, else one of the device in the campaign, else of the ad that was clicked. */
const visitIdOf = (ring: KeyRing, campaignId: string, { visitId, deviceHash, clickIds }: Report): string => {
  if (visitId !== undefined) return visitId
  const by = deviceHash === undefined ? ['ad', JSON.stringify(clickIds)] : ['device', deviceHash.toLowerCase()]
  return `act_${blindIndex(ring, 'activation', campaignId, ...by)
    .toString('base64url')
    .slice(0, 22)}`
}

export const handleRecordActivation =
  (deps: CaptureDeps) =>
  async ({ body }: Request, c: Context<HttpEnv>): Promise<Answer<(typeof recordActivation)['success']>> => {
    const campaign = liveCampaign(c, 'activations are counted')
    const { campaignId } = campaign
    const visitId = visitIdOf(await deps.ring(), campaignId, body)
    await keepVisit(deps, campaign, { ...recordTouch({ clickIds: body.clickIds }), visitId })
    note({ campaignId })
    return { status: 202, body: { visitId } }
  }
