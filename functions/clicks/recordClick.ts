import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import type { ClickPlatform } from '../../shared/domain/click.ts'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { isInboundKey } from '../../shared/security/inboundKey.ts'
import type { ClicksDeps } from './deps.ts'
import { keepClick } from './keepClick.ts'

type Request = Input<{ platform: ClickPlatform; campaignId: string; key: string }, undefined, undefined>

/** In the words of any other address that is none: which part of it is wrong is not told. */
const nothingHere = () => new Problem('route_not_found', 'Check the id in the address.')

export const handleRecordClick =
  (deps: ClicksDeps) =>
  async ({ params }: Request, c: Context<HttpEnv>): Promise<Answer<Record<never, never>>> => {
    const { platform, campaignId, key } = params
    if (!isInboundKey(await deps.ring(), { what: 'clicks', campaignId, platform }, key)) throw nothingHere()
    const campaign = await deps.findCampaign(campaignId)
    if (!campaign) throw nothingHere()
    const { readClick, answer } = CLICK_READERS[platform]
    const { rawQueryString } = c.env.event
    const { status } = campaign.settings
    if (status === 'live')
      await keepClick(deps, campaign, readClick(new URLSearchParams(rawQueryString)), rawQueryString)
    note({ campaignId, outcome: status === 'live' ? 'clicked' : status })
    return c.body(answer.body, answer.status, { 'content-type': answer.contentType })
  }
