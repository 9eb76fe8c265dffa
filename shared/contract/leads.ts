import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { Conversion } from '../domain/conversionRow.ts'
import { Day } from '../domain/day.ts'
import { Consent, DimensionsRecord, LeadId, Verdict } from '../domain/lead.ts'
import { Milestones } from '../domain/milestone.ts'
import { RecordedTouch } from '../domain/touch.ts'
import { LeadParams } from './capture.ts'
import { endpoint } from './endpoint.ts'
import { Page, PageQuery } from './page.ts'

const ShownContact = z
  .object({ phone: z.string().optional(), name: z.string().optional(), company: z.string().optional() })
  .meta({
    id: 'ShownContact',
    description:
      'Masked (138****8000, 张*) unless it was asked for unmasked. Empty while somebody has followed but left no contact',
  })

export const LeadSummary = z
  .object({
    leadId: LeadId,
    campaignId: CampaignId,
    mode: z.enum(['live', 'test']),
    verdict: Verdict,
    receivedAt: z.iso.datetime(),
    milestones: Milestones,
    attribution: DimensionsRecord,
    contact: ShownContact,
  })
  .meta({ id: 'LeadSummary' })
export type LeadSummary = z.infer<typeof LeadSummary>

export const listLeads = endpoint({
  operationId: 'listLeads',
  method: 'get',
  path: '/v1/leads',
  tag: 'leads',
  summary: 'List the leads of a campaign day, newest first',
  caller: { kind: 'operator', scope: 'leads:read' },
  query: PageQuery.extend({ campaign: CampaignId, day: Day }),
  success: { 200: Page(LeadSummary).meta({ id: 'LeadPage' }) },
  problems: ['campaign_not_found'],
})

const TimelineEntry = z
  .object({
    eventId: z.string(),
    type: z.string(),
    at: z.iso.datetime(),
    counts: z.array(z.string()).meta({ description: 'What this entry added one to' }),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'TimelineEntry' })

/** A row of the ledger as a lead's own page shows it. */
const LeadConversion = Conversion.pick({
  conversionId: true,
  destinationId: true,
  platform: true,
  milestone: true,
  at: true,
  retracts: true,
  status: true,
  reason: true,
}).meta({ id: 'LeadConversion' })
export type LeadConversion = z.infer<typeof LeadConversion>

export const Timeline = z.object({
  ...LeadSummary.shape,
  answers: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  consent: Consent.omit({ addressIndex: true }),
  touch: RecordedTouch,
  firstTouch: RecordedTouch.optional().meta({
    description: 'Where the person came from at first, when that was another ad',
  }),
  entries: z.array(TimelineEntry),
})

const TimelineWithConversions = Timeline.extend({
  conversions: z.array(LeadConversion).meta({
    description: 'What destinations of the campaign, as it is now, are told of the lead; the earliest milestone first',
  }),
}).meta({ id: 'Timeline' })

export const getTimeline = endpoint({
  operationId: 'getTimeline',
  method: 'get',
  path: '/v1/leads/{leadId}/timeline',
  tag: 'leads',
  summary: 'Everything recorded about one lead, oldest first',
  description:
    '`unmask=true` shows the contact in the clear. It needs the scope pii:read as well and leaves a journal entry.',
  caller: { kind: 'operator', scope: 'leads:read' },
  params: LeadParams,
  query: z.strictObject({ unmask: z.enum(['true', 'false']).default('false') }),
  success: { 200: TimelineWithConversions },
  problems: ['lead_not_found'],
})

export const undoJoin = endpoint({
  operationId: 'undoJoin',
  method: 'delete',
  path: '/v1/leads/{leadId}/join',
  tag: 'leads',
  summary: 'Part a lead from the one it was joined with',
  description: 'Two leads were taken for one person and are not. Both are counted as if they had never been joined.',
  caller: { kind: 'operator', scope: 'leads:write' },
  params: LeadParams,
  success: { 200: z.object({ leadId: LeadId, status: z.literal('accepted') }).meta({ id: 'PartedLead' }) },
  problems: ['lead_not_found', 'not_joined'],
})
