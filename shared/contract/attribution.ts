import * as z from 'zod'
import { AttributionRules } from '../domain/attributionRules.ts'
import { CampaignId } from '../domain/campaign.ts'
import { Day, daysBetween } from '../domain/day.ts'
import { LeadId } from '../domain/lead.ts'
import { JudgedCandidate, Receipt } from '../domain/receipt.ts'
import { LeadParams } from './capture.ts'
import { endpoint } from './endpoint.ts'

export const LeadAttribution = Receipt.extend({
  leadId: LeadId,
  campaignId: CampaignId,
  frozen: z.boolean().meta({
    description: 'False for a lead of before receipts were kept: this one was made now, by the rules of now',
  }),
  summary: z.string().meta({ description: 'The same in two sentences' }),
  candidates: z.array(JudgedCandidate.extend({ explanation: z.string() }).meta({ id: 'ExplainedCandidate' })),
}).meta({ id: 'LeadAttribution' })

export const getAttribution = endpoint({
  operationId: 'getAttribution',
  method: 'get',
  path: '/v1/leads/{leadId}/attribution',
  tag: 'leads',
  summary: 'Which ad a lead is owed to, and why',
  description:
    'The receipt was frozen when the lead arrived: neither a later click nor a change of the rules makes another of it.',
  caller: { kind: 'operator', scope: 'leads:read' },
  params: LeadParams,
  success: { 200: LeadAttribution },
  problems: ['lead_not_found'],
})

const MAX_DAYS = 92
/** The most leads that one preview reads. */
export const MAX_PREVIEWED = 20_000

export const PreviewSubmission = z
  .strictObject({
    campaign: CampaignId,
    from: Day,
    to: Day,
    mode: z.enum(['live', 'test']).default('live'),
    rules: AttributionRules,
  })
  .refine(({ from, to }) => daysBetween(from, to) >= 1, { path: ['to'], message: 'must not lie before from' })
  .refine(({ from, to }) => daysBetween(from, to) <= MAX_DAYS, {
    path: ['to'],
    message: `must be within ${MAX_DAYS} days of from`,
  })
  .meta({ id: 'AttributionPreviewSubmission' })
export type PreviewSubmission = z.output<typeof PreviewSubmission>

const Fen = z.int().min(0)
const Leads = z.number().min(0)
const Owed = {
  before: Leads.meta({ description: 'Leads by the receipts that are kept, to the thousandth' }),
  after: Leads.meta({ description: 'The same by the rules that were asked about' }),
  creditedBefore: Leads,
  creditedAfter: Leads,
  limitFenBefore: Fen,
  limitFenAfter: Fen,
}

const AttributionPreviewRow = z
  .object({
    platform: z.string(),
    account: z.string(),
    ad: z.string(),
    partner: z.string(),
    ...Owed,
    spendFen: Fen.nullable().meta({
      description: 'Null of a partner: spend is known by day, platform, account and ad',
    }),
    leadCostFenBefore: Fen.nullable(),
    leadCostFenAfter: Fen.nullable(),
    creditedCostFenBefore: Fen.nullable().meta({ description: 'Spend for each credited customer' }),
    creditedCostFenAfter: Fen.nullable(),
  })
  .meta({ id: 'AttributionPreviewRow' })

export const AttributionPreview = z
  .object({
    campaignId: CampaignId,
    from: Day,
    to: Day,
    mode: z.enum(['live', 'test']),
    rules: AttributionRules,
    leads: z.int().min(0).meta({ description: 'Accepted leads that arrived on these days' }),
    withoutReceipt: z.int().min(0).meta({ description: 'How many of them are of before receipts were kept' }),
    rows: z.array(AttributionPreviewRow).meta({ description: '`-` in all names: owed to no ad' }),
  })
  .meta({ id: 'AttributionPreview' })
export type AttributionPreview = z.infer<typeof AttributionPreview>

export const previewAttribution = endpoint({
  operationId: 'previewAttribution',
  method: 'post',
  path: '/v1/reports/attribution-preview',
  tag: 'reports',
  summary: 'What each ad would be owed by another window or model',
  description: `Nothing is changed. The receipts of at most ${MAX_PREVIEWED} leads are judged again; what a receipt left out is not tried.`,
  caller: { kind: 'operator', scope: 'reports:read' },
  body: {
    schema: PreviewSubmission,
    example: { campaign: 'demo-landing-page', from: '2026-11-01', to: '2026-11-30', rules: { clickWindowDays: 7 } },
  },
  success: { 200: AttributionPreview },
  problems: ['campaign_not_found'],
})
