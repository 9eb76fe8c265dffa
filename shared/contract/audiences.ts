import * as z from 'zod'
import { AudienceKind, AudiencePlatform, LEFT_OUT, type LeftOut } from '../domain/audience.ts'
import { CampaignId } from '../domain/campaign.ts'
import { Day } from '../domain/day.ts'
import { Destination } from '../domain/destination.ts'
import { endpoint } from './endpoint.ts'
import { PageQuery } from './page.ts'

/** How many days of leads one pack is of where nothing is said, and how many it may be of. */
export const USUAL_DAYS = 90
export const MOST_DAYS = 400

/** As many ids as one answer has. */
const MOST_IDS = 1000

export const AudienceRequest = z
  .strictObject({
    campaignId: CampaignId,
    platform: AudiencePlatform,
    from: Day.optional().meta({
      description: `Of the day on which a lead came, at most ${MOST_DAYS} days; ${USUAL_DAYS} days up to \`to\` where it is absent`,
    }),
    to: Day.optional().meta({ description: 'Today where it is absent' }),
    delivery: z.enum(['file', 'upload']).meta({
      description: '`upload` appends to the audience of the campaign and kind in the ad account, at Tencent Ads alone',
    }),
    destination: Destination.shape.id.optional().meta({
      description:
        'Of the campaign, at this platform: its connection is where an upload goes, and its `recipient` is whom the consent must name. Without it that is the name that all destinations there have, else the platform',
    }),
    dryRun: z.boolean().default(false).meta({ description: 'Counts only: nothing leaves, and nothing is recorded' }),
  })
  .refine(({ delivery, platform }) => delivery === 'file' || platform === 'tencent_ads', {
    path: ['delivery'],
    message: 'must be file: only tencent_ads takes uploads',
  })
  .refine(({ delivery, destination }) => delivery === 'file' || destination !== undefined, {
    path: ['destination'],
    message: 'must name the destination of the campaign whose account the upload goes to',
  })
  .meta({ id: 'AudienceRequest' })
export type AudienceRequest = z.output<typeof AudienceRequest>

export const AudienceQuery = z.strictObject({
  format: z.enum(['json', 'csv']).default('json').meta({
    description: 'csv: the file that the platform takes, one id a line, in the place of the counts; of a file only',
  }),
  limit: z.coerce.number().int().min(1).max(MOST_IDS).default(MOST_IDS).meta({ description: 'How many ids' }),
  cursor: PageQuery.shape.cursor,
})
export type AudienceQuery = z.output<typeof AudienceQuery>

const LeftOutCounts = z
  .object(Object.fromEntries(LEFT_OUT.map((reason) => [reason, z.int().min(0)])) as Record<LeftOut, z.ZodInt>)
  .meta({
    id: 'LeftOutCounts',
    description:
      'Leads that belong to the pack and are not in it, by the first reason that applies. `joined`: the person goes on as another lead. `overturned`: by what the decisions come to now, it is none of the pack',
  })

export const AudienceExport = z
  .object({
    exportId: z.string().optional().meta({ description: 'As the journals of the leads name it; absent in a dry run' }),
    kind: AudienceKind,
    campaignId: CampaignId,
    platform: AudiencePlatform,
    from: Day,
    to: Day,
    digest: z.enum(['md5', 'sha256']),
    count: z.int().min(0).meta({ description: 'Leads that are in it' }),
    leftOut: LeftOutCounts,
    ids: z
      .array(z.string())
      .optional()
      .meta({ description: 'Of a file: digests of phones as the platform writes them' }),
    uploaded: z
      .object({ audienceId: z.string(), fileId: z.string() })
      .optional()
      .meta({ description: "The platform's own ids; absent where there was nothing to upload" }),
    cursor: z.string().optional().meta({ description: 'There may be more: send the same body with it' }),
  })
  .meta({ id: 'AudienceExport' })
export type AudienceExport = z.output<typeof AudienceExport>

export const exportAudience = endpoint({
  operationId: 'exportAudience',
  method: 'post',
  path: '/v1/audiences/{kind}/exports',
  tag: 'audiences',
  summary: 'Hand a pack of leads to an ad platform, as a file or by upload',
  description:
    'The oldest lead first. Only leads whose consent to `ad_measurement`, and at Meta and Google to `cross_border` too, names the recipient; each that leaves has an entry in its journal before it does. Looks at up to 5,000 leads in one call; `cursor`, or the header `Link` of a CSV, is there when there may be more: an answer may hold fewer ids than asked for, even none. An answer with the same `Idempotency-Key` leaves out who withdrew consent since.',
  caller: { kind: 'operator', scope: 'audiences:export' },
  idempotent: true,
  params: z.object({ kind: AudienceKind }),
  query: AudienceQuery,
  body: {
    schema: AudienceRequest,
    example: { campaignId: 'demo-landing-page', platform: 'tencent_ads', delivery: 'file' },
  },
  success: { 200: AudienceExport },
  otherSuccess: { 200: { description: 'With format=csv', mediaType: 'text/csv' } },
  responseHeaders: {
    'Idempotent-Replayed': '`true` when this is the first answer again',
    Link: 'With format=csv: where to send the same body for the next ids, when there are more: `rel="next"`',
    'Audience-Count': 'With format=csv: how many ids there are',
    'Audience-Left-Out': 'With format=csv: how many leads were left out by which reason, as `reason=1, other=2`',
  },
  problems: ['route_not_found', 'campaign_not_found', 'provider_unavailable'],
})
