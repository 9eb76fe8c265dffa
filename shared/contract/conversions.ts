import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { ConversionId } from '../domain/conversion.ts'
import { Conversion, ConversionStatus } from '../domain/conversionRow.ts'
import { Day, Instant } from '../domain/day.ts'
import { DestinationPlatform } from '../domain/destination.ts'
import { Milestone } from '../domain/milestone.ts'
import { endpoint } from './endpoint.ts'
import { Page, PageQuery } from './page.ts'

export const ConversionView = Conversion.omit({
  version: true,
  event: true,
  sendingUntil: true,
  sender: true,
  alone: true,
}).meta({
  id: 'Conversion',
  description: 'One milestone of one lead at one destination, with what came of it',
})
export type ConversionView = z.infer<typeof ConversionView>

const ConversionParams = z.object({ conversionId: ConversionId })

export const listConversions = endpoint({
  operationId: 'listConversions',
  method: 'get',
  path: '/v1/conversions',
  tag: 'conversions',
  summary: 'List the conversions of a campaign, the latest milestone first',
  description: 'A page may hold fewer than asked for, even none, while there is a `cursor` for the next.',
  caller: { kind: 'operator', scope: 'conversions:read' },
  query: PageQuery.extend({
    campaign: CampaignId,
    status: ConversionStatus.optional(),
    platform: DestinationPlatform.optional(),
    day: Day.optional(),
  }),
  success: { 200: Page(ConversionView).meta({ id: 'ConversionPage' }) },
  problems: ['campaign_not_found'],
})

export const getConversion = endpoint({
  operationId: 'getConversion',
  method: 'get',
  path: '/v1/conversions/{conversionId}',
  tag: 'conversions',
  summary: 'One conversion with its attempts',
  caller: { kind: 'operator', scope: 'conversions:read' },
  params: ConversionParams,
  success: { 200: ConversionView },
  problems: ['conversion_not_found'],
})

export const replayConversion = endpoint({
  operationId: 'replayConversion',
  method: 'post',
  path: '/v1/conversions/{conversionId}/replay',
  tag: 'conversions',
  summary: 'Send a conversion again that was rejected, refused or expired',
  description:
    'It is sent as the campaign says now, under the same id. Where a platform cannot tell a repeat and left the first one unanswered, it may count twice.',
  caller: { kind: 'operator', scope: 'conversions:write' },
  params: ConversionParams,
  success: { 202: ConversionView },
  problems: ['conversion_not_found', 'conversion_not_replayable'],
})

/** Why a conversion is not sent again. */
export const NotReplayable = z.enum(['still_open', 'accepted', 'retracted', 'window_closed', 'no_destination'])
export type NotReplayable = z.infer<typeof NotReplayable>

const Replayable = z.enum(['rejected', 'refused', 'expired'])

/** Which conversions of a campaign; one that meets all that is said. */
const ReplayFilter = z
  .strictObject({
    campaign: CampaignId,
    ids: z.array(ConversionId).min(1).max(100).optional(),
    status: Replayable.optional(),
    platform: DestinationPlatform.optional(),
    destination: z.string().max(40).optional(),
    milestone: Milestone.optional(),
    reason: z.string().max(200).optional(),
    from: Instant.optional().meta({ description: 'Milestones reached from then on' }),
    to: Instant.optional().meta({ description: 'and before then' }),
  })
  .meta({ id: 'ReplayFilter' })
export type ReplayFilter = z.infer<typeof ReplayFilter>

const Replay = z
  .object({
    conversionId: ConversionId,
    platform: DestinationPlatform,
    milestone: Milestone,
    status: ConversionStatus.meta({ description: 'Before the replay' }),
    action: z.string().meta({ description: 'What it is sent as' }),
    deadline: z.iso.datetime(),
    notSent: NotReplayable.optional().meta({ description: 'Absent when it is sent again, or would be' }),
  })
  .meta({ id: 'Replay' })
export type Replay = z.infer<typeof Replay>

export const replayConversions = endpoint({
  operationId: 'replayConversions',
  method: 'post',
  path: '/v1/conversions/replays',
  tag: 'conversions',
  summary: 'Send many conversions again, or see which would be',
  description:
    'Looks at up to 500 conversions in one call; `cursor` is there when there are more, and goes on from there. With `dryRun` nothing is sent.',
  caller: { kind: 'operator', scope: 'conversions:write' },
  body: {
    schema: z.strictObject({
      filter: ReplayFilter,
      dryRun: z.boolean(),
      cursor: PageQuery.shape.cursor,
    }),
    example: { filter: { campaign: 'demo-landing-page', status: 'rejected', platform: 'meta' }, dryRun: true },
  },
  success: {
    200: z
      .object({ dryRun: z.boolean(), sent: z.int(), items: z.array(Replay), cursor: z.string().optional() })
      .meta({ id: 'Replays' }),
  },
  problems: ['campaign_not_found'],
})
