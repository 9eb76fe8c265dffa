import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { ClickPlatform } from '../domain/click.ts'
import { endpoint } from './endpoint.ts'

const ClickParams = z.object({
  platform: ClickPlatform,
  campaignId: CampaignId,
  key: z.string().max(64).meta({ description: "The campaign's secret for the platform, as the setup gives it" }),
})

export const recordClick = endpoint({
  operationId: 'recordClick',
  method: 'get',
  path: '/v1/in/{platform}/clicks/{campaignId}/{key}',
  tag: 'inbound',
  summary: 'An ad platform tells of a click',
  description:
    'The click monitor link of a campaign; `GET /v1/campaigns/{campaignId}/setup` gives it with all macros in place. Whatever the ad sends is taken: a macro that was not replaced, or a value that is too long, is absent. Clicks are counted while the campaign is live, once per click id; a click that a landing page tells of too is one click. A click without an id is told from others by all that its link says and the second in which it came.',
  caller: { kind: 'public' },
  params: ClickParams,
  success: {},
  otherSuccess: { 200: { description: 'The body that the platform waits for', mediaType: 'application/json' } },
  problems: ['route_not_found'],
})
