import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { Day } from '../domain/day.ts'
import { LeadId } from '../domain/lead.ts'
import { Partner, PartnerId, PartnerSettings } from '../domain/partner.ts'
import { DriftEvidence } from '../domain/partnerDrift.ts'
import { PARTNER_REJECTIONS, type PartnerRejection } from '../domain/partnerStatement.ts'
import { WebhookSecret } from './connections.ts'
import { endpoint } from './endpoint.ts'
import { Page, PageQuery } from './page.ts'

export const PartnerParams = z.object({ partnerId: PartnerId })

export const PartnerRequest = PartnerSettings.extend({
  secrets: z.array(WebhookSecret).max(2).optional().meta({
    description:
      'What the partner signs its postbacks with; two while one takes the place of the other. Never returned; left out, they stay as they are',
  }),
}).meta({ id: 'PartnerRequest' })
export type PartnerRequest = z.infer<typeof PartnerRequest>

export const PartnerView = Partner.extend({
  hasSecret: z.boolean().meta({ description: 'It has a secret to sign postbacks with' }),
}).meta({ id: 'PartnerView' })
export type PartnerView = z.infer<typeof PartnerView>

const QualityTest = z
  .object({
    rate: z.enum(['duplicate_rate', 'approval_rate']),
    state: z.enum(['continue', 'fine', 'pause']).meta({
      description:
        '`continue`: nobody can tell yet; `fine`: the limit is kept, and a new test begins; `pause`: it is not',
    }),
    llr: z.number().meta({ description: 'The logarithm of how much likelier the bad rate is than the limit' }),
    lower: z.number().meta({ description: 'At or below it the limit is kept' }),
    upper: z.number().meta({ description: 'At or above it the partner is paused' }),
    evidence: DriftEvidence.optional(),
  })
  .meta({ id: 'QualityTest', description: 'How a sequential test of a rate stands, since the partner was last let in' })
export type QualityTest = z.infer<typeof QualityTest>

export const PartnerStanding = PartnerView.extend({
  tests: z.array(QualityTest).meta({ description: 'One for each limit' }),
  today: z.object({
    day: Day,
    caps: z
      .array(z.object({ termsId: z.string(), accepted: z.int(), dailyCap: z.int() }))
      .meta({ description: 'Of the terms that hold today and have a daily cap' }),
  }),
}).meta({ id: 'PartnerStanding' })
export type PartnerStanding = z.infer<typeof PartnerStanding>

const VERSION_HEADER = { ETag: 'The version of the partner, quoted' }

export const putPartner = endpoint({
  operationId: 'putPartner',
  method: 'put',
  path: '/v1/partners/{partnerId}',
  tag: 'partners',
  summary: 'Create or replace a partner',
  description:
    'Replacing needs `If-Match` with the version that was read. A lead that names the partner is accepted on the days and in the campaigns of its terms, where the campaign lists it, while it is active and its daily cap is not reached. Made active again after a pause, it is judged by what it brings from then on.',
  caller: { kind: 'operator', scope: 'partners:write' },
  params: PartnerParams,
  body: {
    schema: PartnerRequest,
    example: {
      name: '甲广告',
      status: 'active',
      terms: [
        {
          id: '2026-autumn',
          from: '2026-11-01',
          to: '2026-11-30',
          campaignIds: ['demo-landing-page'],
          pricePerLeadFen: 8000,
          dailyCap: 200,
        },
      ],
      limits: { maxDuplicateRate: 0.1, minApprovalRate: 0.3 },
    },
  },
  requestHeaders: { 'If-Match': 'The version to replace, quoted, as `ETag` gave it' },
  success: { 200: PartnerView, 201: PartnerView },
  responseHeaders: VERSION_HEADER,
  problems: ['wrong_partner', 'version_required', 'version_stale'],
})

export const getPartner = endpoint({
  operationId: 'getPartner',
  method: 'get',
  path: '/v1/partners/{partnerId}',
  tag: 'partners',
  summary: 'A partner, how its quality stands, and what its daily caps leave',
  caller: { kind: 'operator', scope: 'partners:read' },
  params: PartnerParams,
  success: { 200: PartnerStanding },
  responseHeaders: VERSION_HEADER,
  problems: ['wrong_partner', 'partner_not_found'],
})

export const listPartners = endpoint({
  operationId: 'listPartners',
  method: 'get',
  path: '/v1/partners',
  tag: 'partners',
  summary: 'List partners by id',
  description: 'With the key of a partner: that one alone.',
  caller: { kind: 'operator', scope: 'partners:read' },
  query: PageQuery,
  success: { 200: Page(PartnerView).meta({ id: 'PartnerPage' }) },
  problems: [],
})

/** As many leads as fit one answer. */
const MOST_LEADS = 10_000

export const StatementQuery = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
    .meta({ description: 'By the day on which a lead was brought, in the time zone of its campaign' }),
  by: z.enum(['lead', 'day']).default('lead').meta({ description: 'What a line of the CSV is about' }),
  format: z.enum(['json', 'csv']).default('json'),
  excel: z.enum(['0', '1']).default('0').meta({ description: '1 puts a byte order mark before the CSV' }),
  limit: z.coerce.number().int().min(1).max(MOST_LEADS).default(MOST_LEADS).meta({ description: 'How many leads' }),
  cursor: PageQuery.shape.cursor,
})

const Rejected = z
  .object(
    Object.fromEntries(PARTNER_REJECTIONS.map((reason) => [reason, z.int()])) as Record<PartnerRejection, z.ZodInt>,
  )
  .meta({ id: 'RejectedLeads', description: 'By the reason' })

const Sums = {
  accepted: z.int(),
  duplicates: z.int(),
  joined: z.int().meta({ description: 'Accepted, and found later to be somebody whose contact was there before' }),
  rejected: Rejected,
  amountFen: z.int(),
}

const StatementLead = z
  .object({
    leadId: LeadId,
    at: z.iso.datetime(),
    day: Day,
    campaignId: CampaignId,
    outcome: z.enum(['accepted', 'duplicate', 'joined', 'rejected']),
    reason: z.enum(PARTNER_REJECTIONS).optional(),
    priceFen: z.int().optional(),
    amountFen: z.int().meta({ description: 'What is owed for it' }),
  })
  .meta({ id: 'StatementLead' })

const StatementRow = z
  .object({
    day: Day,
    campaignId: CampaignId,
    priceFen: z.int().nullable().meta({ description: 'Null where nothing was accepted, or not all at the same price' }),
    ...Sums,
  })
  .meta({ id: 'StatementRow' })

export const PartnerStatement = z
  .object({
    partnerId: PartnerId,
    month: z.string(),
    totals: z.object(Sums).meta({ id: 'StatementTotals' }),
    rows: z.array(StatementRow),
    leads: z.array(StatementLead),
    cursor: z.string().optional().meta({ description: 'There are more leads; totals and rows are of all' }),
  })
  .meta({ id: 'PartnerStatement' })
export type PartnerStatement = z.infer<typeof PartnerStatement>

export const getStatement = endpoint({
  operationId: 'getStatement',
  method: 'get',
  path: '/v1/partners/{partnerId}/statement',
  tag: 'partners',
  summary: 'What a partner is owed for a month, lead by lead',
  description:
    'A lead is billed once, at the price that held when it was let in. Duplicates, leads that were rejected, and those that turned out to be somebody known are listed and not billed; so the statement of a month may still change after its end. Leads of campaigns in mode `test` are not in it.',
  caller: { kind: 'operator', scope: 'partners:read' },
  params: PartnerParams,
  query: StatementQuery,
  success: { 200: PartnerStatement },
  otherSuccess: { 200: { description: 'With format=csv', mediaType: 'text/csv' } },
  responseHeaders: { Link: 'Where the next leads are, when there are more: `rel="next"`' },
  problems: ['wrong_partner', 'partner_not_found'],
})
