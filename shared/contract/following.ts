import * as z from 'zod'
import { Instant } from '../domain/day.ts'
import { LeadId } from '../domain/lead.ts'
import { Milestone, Milestones } from '../domain/milestone.ts'
import { Touch, VisitId } from '../domain/touch.ts'
import { CampaignParams } from './campaigns.ts'
import { LeadParams } from './capture.ts'
import { endpoint } from './endpoint.ts'

export const InvitationKind = z
  .enum(['official_account', 'wecom', 'mini_program', 'app'])
  .meta({ id: 'InvitationKind', description: 'What the person is invited to: follow, add an adviser, open, install' })
export type InvitationKind = z.infer<typeof InvitationKind>

export const InvitationRequest = z.object({ kind: InvitationKind }).meta({ id: 'InvitationRequest' })

export const Invitation = z
  .object({
    kind: InvitationKind,
    url: z.string().meta({ description: 'What the code holds, the link, or the path of the page in the mini program' }),
    imageUrl: z.url().optional().meta({ description: 'The code as an image of the platform' }),
    expiresAt: Instant,
  })
  .meta({ id: 'Invitation', description: 'A code or link that carries who it was made for' })
export type Invitation = z.infer<typeof Invitation>

const INVITES = {
  tag: 'following',
  crossOrigin: true,
  body: { schema: InvitationRequest, example: { kind: 'official_account' } },
  success: { 201: Invitation },
} as const

export const createFollowInvitation = endpoint({
  ...INVITES,
  operationId: 'createFollowInvitation',
  method: 'post',
  path: '/v1/leads/{leadId}/follow-invitations',
  summary: 'Invite the lead to follow',
  description: 'Asked for again, it is the same code until it is about to end.',
  caller: { kind: 'lead' },
  params: LeadParams,
  responseHeaders: { 'Retry-After': 'With 503: the seconds to wait' },
  problems: ['lead_not_found', 'lead_not_accepted', 'invitation_not_offered', 'provider_unavailable'],
})

export const createVisitInvitation = endpoint({
  ...INVITES,
  operationId: 'createVisitInvitation',
  method: 'post',
  path: '/v1/campaigns/{campaignId}/visits/{visitId}/follow-invitations',
  summary: 'Invite a visitor who left no contact to follow',
  description:
    'The follow becomes a lead of its own that is counted where the visit came from. Asked for again, it is the same code until it is about to end.',
  caller: { kind: 'public' },
  params: CampaignParams.extend({ visitId: VisitId }),
  responseHeaders: { 'Retry-After': 'With 429 and 503: the seconds to wait' },
  problems: [
    'campaign_not_found',
    'campaign_closed',
    'visit_not_found',
    'invitation_not_offered',
    'too_many_invitations',
    'provider_unavailable',
  ],
})

export const ReminderRequest = z
  .object({
    kind: z.enum(['official_account', 'mini_program']),
    templateId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional()
      .meta({ description: 'The template that was asked about' }),
    accepted: z.boolean(),
  })
  .meta({ id: 'ReminderRequest' })

export const ReminderReceipt = z
  .object({ accepted: z.boolean(), messages: z.int().meta({ description: 'How many messages may be sent now' }) })
  .meta({ id: 'ReminderReceipt' })

export const setReminder = endpoint({
  operationId: 'setReminder',
  method: 'post',
  path: '/v1/leads/{leadId}/reminders',
  tag: 'following',
  summary: 'Tell what the person answered when asked for a service reminder',
  description: 'Each consent is good for one message. The first one reaches `reminded`.',
  caller: { kind: 'lead' },
  crossOrigin: true,
  idempotent: true,
  params: LeadParams,
  body: { schema: ReminderRequest, example: { kind: 'mini_program', templateId: 'repayment-due', accepted: true } },
  success: { 201: ReminderReceipt },
  responseHeaders: { 'Idempotent-Replayed': '`true` when this is the first answer again' },
  problems: ['lead_not_found', 'lead_not_accepted'],
})

export const SessionRequest = z
  .object({
    appId: z.string().min(1).max(64),
    code: z.string().min(1).max(256).meta({ description: 'From wx.login: good once, for 5 minutes' }),
    invitation: z
      .union([LeadId, VisitId])
      .optional()
      .meta({ description: 'The lead or visit that the mini program was opened for: what its path or scene carried' }),
    touch: Touch.optional(),
  })
  .meta({ id: 'SessionRequest' })

export const LeadSession = z
  .object({
    leadId: LeadId,
    leadToken: z.string().meta({ description: 'Bearer token of this lead, good for 7 days' }),
    milestones: Milestones,
    next: z.array(Milestone),
  })
  .meta({ id: 'LeadSession' })

export const startMiniProgramSession = endpoint({
  operationId: 'startMiniProgramSession',
  method: 'post',
  path: '/v1/campaigns/{campaignId}/mini-program-sessions',
  tag: 'following',
  summary: 'Sign somebody in who opened the mini program',
  description:
    'The person is a lead of the campaign from then on, and reaches `visited`. The session key of WeChat stays on the server.',
  caller: { kind: 'public' },
  params: CampaignParams,
  body: { schema: SessionRequest, example: { appId: 'wx0123456789abcdef', code: '0a1b2c3d4e5f' } },
  success: { 201: LeadSession },
  responseHeaders: { 'Retry-After': 'With 503: the seconds to wait' },
  problems: [
    'campaign_not_found',
    'campaign_closed',
    'registration_not_offered',
    'code_expired',
    'provider_unavailable',
  ],
})

export const ActivationReport = z
  .object({
    visitId: VisitId.optional().meta({ description: 'What the download link carried' }),
    clickIds: Touch.shape.clickIds,
    deviceHash: z
      .string()
      .regex(/^[A-Fa-f0-9]{32,64}$/, 'must be 32 to 64 hexadecimal digits')
      .optional()
      .meta({ description: 'A hash of the device id; it is not kept' }),
  })
  .refine(({ visitId, clickIds = {}, deviceHash }) => Boolean(visitId ?? deviceHash ?? Object.keys(clickIds)[0]), {
    message: 'must hold visitId, clickIds or deviceHash',
    params: { code: 'required' },
  })
  .meta({ id: 'ActivationReport' })

export const recordActivation = endpoint({
  operationId: 'recordActivation',
  method: 'post',
  path: '/v1/campaigns/{campaignId}/activations',
  tag: 'following',
  summary: 'Record that the app was started for the first time',
  description:
    'Counted as a visit, once per visit id, click id or device. The answer names the visit: send it as `touch.visitId` with the contact.',
  caller: { kind: 'public' },
  params: CampaignParams,
  body: {
    schema: ActivationReport,
    example: { clickIds: { gdt_vid: 'wx0abc' }, deviceHash: '9e107d9d372bb6826bd81d3542a419d6' },
  },
  success: { 202: z.object({ visitId: VisitId }).meta({ id: 'ActivationReceipt' }) },
  problems: ['campaign_not_found', 'campaign_closed'],
})
