import * as z from 'zod'
import { AMOUNTS, type Amount } from '../domain/amounts.ts'
import { CampaignId } from '../domain/campaign.ts'
import { Day, daysBetween } from '../domain/day.ts'
import { COSTED, type Costs, GROUPINGS, RATES } from '../domain/funnel.ts'
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
const Fen = z.int()

const record = <Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) =>
  z.object(Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>)

export const FunnelRow = z
  .object({
    group: z.partialRecord(z.enum(GROUPINGS), z.string()),
    counts: record<Count, z.ZodInt>(COUNTS, z.int().min(0)),
    rates: record(RATES, Rate),
    amounts: record<Amount, z.ZodInt>(AMOUNTS, Fen.min(0)).meta({
      description: 'Limits granted and money drawn, in fen',
    }),
    spendFen: Fen.min(0)
      .nullable()
      .meta({ description: 'Null by creative or partner: spend is known by day, platform, account and ad only' }),
    costs: record<keyof Costs & string, z.ZodNullable<z.ZodInt>>(COSTED, Fen.nullable()).meta({
      description: 'Spend for each lead that reached a milestone, in fen; null where none did',
    }),
    creditCostRate: z.number().min(0).nullable().meta({ description: 'Spend ÷ granted limits (授信费用率)' }),
  })
  .meta({ id: 'FunnelRow' })

export const Goal = z
  .object({ rate: z.enum(RATES), goal: z.number(), actual: Rate, distance: z.number().nullable() })
  .meta({ id: 'Goal', description: 'A goal of the campaign; the distance is negative where it is missed' })
export type Goal = z.infer<typeof Goal>

export const EconomicsReport = z
  .object({
    limitFen: Fen.nullable().meta({ description: 'The limit of a credited customer that was reckoned with' }),
    breakEvenFen: Fen.nullable().meta({ description: 'What a credited customer may cost at most' }),
    costFen: Fen.nullable().meta({ description: 'What one did cost' }),
    pays: z.boolean().nullable(),
  })
  .meta({ id: 'EconomicsReport' })

export const MaturationReport = z
  .object({
    undecided: z.int(),
    expectedCredited: z.number(),
    low: z.number(),
    high: z.number(),
    approvalRate: z.number(),
    approvalLow: z.number(),
    approvalHigh: z.number(),
    basedOn: z
      .object({ applications: z.int(), decisions: z.int(), from: Day, to: Day })
      .meta({ description: 'What was learnt from: from the day of the first application to that of the last' }),
    method: z.string(),
  })
  .meta({ id: 'MaturationReport', description: 'What undecided applications are expected to become, at 90 %' })

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
    goals: z.array(Goal),
    economics: EconomicsReport.nullable().meta({ description: 'Null where the campaign states none' }),
    maturation: MaturationReport.nullable().meta({
      description: 'Of applications submitted from `from` to `to`; null where none were, or none was decided yet',
    }),
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
