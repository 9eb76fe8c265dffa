import * as z from 'zod'
import { Purpose } from '../domain/campaign.ts'
import { LeadId, RejectionReason } from '../domain/lead.ts'
import { Milestone, Milestones } from '../domain/milestone.ts'
import { Phone } from '../domain/phone.ts'
import { Touch, VisitId } from '../domain/touch.ts'
import { CampaignParams } from './campaigns.ts'
import { endpoint } from './endpoint.ts'

export const VisitSubmission = z
  .object({
    visitId: VisitId,
    url: z.string().max(4096),
    referrer: z.string().max(4096).optional(),
    touch: Touch.optional(),
  })
  .meta({ id: 'VisitSubmission' })

export const recordVisit = endpoint({
  operationId: 'recordVisit',
  method: 'post',
  path: '/v1/campaigns/{campaignId}/visits',
  tag: 'capture',
  summary: 'Record that a landing page was opened',
  description: 'Counted once per visit id. Send it as text/plain to spare the browser a preflight.',
  caller: { kind: 'public' },
  crossOrigin: true,
  params: CampaignParams,
  body: {
    schema: VisitSubmission,
    plainText: true,
    example: { visitId: 'visit-2026-11-26', url: 'https://loan.bank.example/apply?gdt_vid=wx0abc&utm_source=wechat' },
  },
  success: { 202: z.object({ visitId: VisitId }).meta({ id: 'VisitReceipt' }) },
  problems: ['campaign_not_found', 'campaign_closed'],
})

const Contact = z
  .object({
    phone: Phone,
    name: z.string().trim().max(50).optional(),
    company: z.string().trim().max(100).optional(),
  })
  .meta({ id: 'Contact' })

export const GivenConsent = z
  .object({ version: z.string().max(40), purposes: z.array(Purpose) })
  .meta({ description: 'The version of the consent text that was shown, and the purposes that were agreed to' })

export const LeadSubmission = z
  .object({
    contact: Contact,
    answers: z
      .record(z.string().max(40), z.union([z.string().max(1000), z.number()]))
      .optional()
      .meta({ description: "Answers to the campaign's fields, by field name" }),
    consent: GivenConsent,
    touch: Touch.optional(),
    firstTouch: Touch.optional().meta({
      description:
        'Where the person came from at first, where the page remembers it; `touch` is where they came from last',
    }),
    challenge: z
      .string()
      .max(4096)
      .optional()
      .meta({ description: 'The solved challenge (ALTCHA payload, Base64), where the campaign asks for one' }),
    website: z.string().max(1000).optional().meta({ description: 'A trap for bots: leave it empty' }),
  })
  .meta({ id: 'LeadSubmission' })
export type LeadSubmission = z.output<typeof LeadSubmission>

export const LeadVerdict = z
  .object({
    leadId: LeadId,
    outcome: z.enum(['accepted', 'duplicate', 'rejected']),
    reason: RejectionReason.optional(),
    leadToken: z.string().meta({ description: 'Bearer token of this lead, good for 7 days' }),
    milestones: Milestones,
    next: z.array(Milestone),
  })
  .meta({ id: 'LeadVerdict' })
export type LeadVerdict = z.infer<typeof LeadVerdict>

export const captureLead = endpoint({
  operationId: 'captureLead',
  method: 'post',
  path: '/v1/campaigns/{campaignId}/leads',
  tag: 'capture',
  summary: 'Leave a contact',
  description:
    'Takes JSON and HTML forms. The same phone posted again to a campaign is the same lead and counted as a repeat. A form is answered with a redirect to the thank-you page, the lead token in its fragment.',
  caller: { kind: 'public' },
  crossOrigin: true,
  idempotent: true,
  params: CampaignParams,
  body: {
    schema: LeadSubmission,
    form: { lists: ['consent.purposes'] },
    example: {
      contact: { phone: '138 0013 8000', name: '张三' },
      answers: { amount: '30 万以内' },
      consent: { version: '2026-11', purposes: ['contact'] },
    },
  },
  success: { 200: LeadVerdict, 201: LeadVerdict },
  otherSuccess: { 303: { description: 'A form was accepted, or repeated: on to the thank-you page' } },
  responseHeaders: { 'Idempotent-Replayed': '`true` when this is the first answer again' },
  problems: ['campaign_not_found'],
})

export const LeadParams = z.object({ leadId: LeadId })

export const LeadView = z
  .object({ leadId: LeadId, milestones: Milestones, next: z.array(Milestone) })
  .meta({ id: 'LeadView' })

export const getLead = endpoint({
  operationId: 'getLead',
  method: 'get',
  path: '/v1/leads/{leadId}',
  tag: 'capture',
  summary: 'Where the lead stands',
  caller: { kind: 'lead' },
  crossOrigin: true,
  params: LeadParams,
  success: { 200: LeadView },
  problems: ['lead_not_found'],
})
