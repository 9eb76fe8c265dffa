import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { Day, daysBetween } from '../domain/day.ts'
import { GROUPINGS } from '../domain/funnel.ts'
import { COUNTS, type Count } from '../domain/journal.ts'
import { endpoint } from './endpoint.ts'

const MAX_DAYS = 400

const GroupingList = z
  .string()
  .max(100)
  .transform((list) => list.split(',').filter((name) => name !== ''))
  .pipe(z.array(z.enum(GROUPINGS)))
  .default([])

export const FunnelQuery = z
  .strictObject({
    campaign: CampaignId,
    from: Day,
    to: Day,
    basis: z.enum(['cohort', 'event']).default('cohort'),
    by: GroupingList.meta({ description: `Any of ${GROUPINGS.join(', ')}, separated by commas` }),
    mode: z.enum(['live', 'test']).default('live'),
    format: z.enum(['json', 'csv']).default('json'),
    excel: z.enum(['0', '1']).default('0').meta({ description: '1 puts a byte order mark before the CSV' }),
  })
  .refine(({ from, to }) => daysBetween(from, to) >= 1, { path: ['to'], message: 'must not lie before from' })
  .refine(({ from, to }) => daysBetween(from, to) <= MAX_DAYS, {
    path: ['to'],
    message: `must be within ${MAX_DAYS} days of from`,
  })

const Rate = z.number().min(0).max(1).nullable()

export const FunnelRow = z
  .object({
    group: z.partialRecord(z.enum(GROUPINGS), z.string()),
    counts: z.object(Object.fromEntries(COUNTS.map((count) => [count, z.int().min(0)])) as Record<Count, z.ZodInt>),
    rates: z.object({
      followRate: Rate,
      registrationRate: Rate,
      completionRate: Rate,
      approvalRate: Rate,
      drawDownRate: Rate,
    }),
  })
  .meta({ id: 'FunnelRow' })

export const FunnelReport = z
  .object({
    campaignId: CampaignId,
    from: Day,
    to: Day,
    basis: z.enum(['cohort', 'event']),
    mode: z.enum(['live', 'test']),
    timezone: z.string(),
    rows: z.array(FunnelRow),
    total: FunnelRow,
  })
  .meta({ id: 'FunnelReport' })
export type FunnelReport = z.infer<typeof FunnelReport>

export const getFunnelReport = endpoint({
  operationId: 'getFunnelReport',
  method: 'get',
  path: '/v1/reports/funnel',
  tag: 'reports',
  summary: 'Counts and rates of the funnel',
  description:
    'By cohort (the day of the first touch) or by the day of the event. A rate is null where its denominator is 0, and never above 1.',
  caller: { kind: 'operator', scope: 'reports:read' },
  query: FunnelQuery,
  success: { 200: FunnelReport },
  otherSuccess: { 200: { description: 'With format=csv', mediaType: 'text/csv' } },
  problems: ['campaign_not_found'],
})
