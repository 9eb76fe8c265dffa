import * as z from 'zod'
import { AdmissionRefusal, Admitted, BroughtBy } from './admission.ts'
import { Amounts } from './amounts.ts'
import { CampaignId, type CampaignSettings, Purpose } from './campaign.ts'
import { Day } from './day.ts'
import { FrozenReceipt } from './frozenReceipt.ts'
import { Chain, LATER_EVENTS, Milestone, Milestones } from './milestone.ts'
import { RecordedTouch, VisitId } from './touch.ts'

export const LeadId = z
  .string()
  .regex(/^ld_[a-z2-7]{20}$/)
  .meta({ id: 'LeadId' })

export const CustomerId = z
  .string()
  .regex(/^cu_[a-z2-7]{20}$/)
  .meta({ id: 'CustomerId' })

export const ApplicationId = z
  .string()
  .regex(/^ap_[a-z2-7]{20}$/)
  .meta({ id: 'ApplicationId' })

export const RejectionReason = z
  .enum(['spam', 'partner_not_allowed', 'outside_region', 'campaign_closed', 'consent_missing', 'phone_invalid'])
  .meta({ id: 'RejectionReason' })
export type RejectionReason = z.infer<typeof RejectionReason>

/** Why two leads are one person: a verified phone, a visit that both came from, or an account's follower that both are. */
export const JoinReason = z.enum(['same_phone', 'same_visit', 'same_follower']).meta({ id: 'JoinReason' })
export type JoinReason = z.infer<typeof JoinReason>

export const Verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('accepted') }),
  z.object({
    status: z.literal('rejected'),
    reason: RejectionReason,
    partnerRefusal: AdmissionRefusal.optional().meta({ description: 'Of `partner_not_allowed`: why' }),
  }),
  z
    .object({ status: z.literal('joined'), into: LeadId, reason: JoinReason })
    .meta({ description: 'The person goes on as another lead' }),
])
export type Verdict = z.infer<typeof Verdict>

export const isSpam = (verdict: Verdict): boolean => verdict.status === 'rejected' && verdict.reason === 'spam'

/** What of a lead names a person: sealed, never stored in the clear. */
export const PersonalData = z.object({
  /** Absent until somebody who followed, or opened a mini program, registers. */
  phone: z.string().optional(),
  name: z.string().optional(),
  company: z.string().optional(),
  answers: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** From registration on. */
  business: z.object({ name: z.string(), uscc: z.string().optional(), contactName: z.string() }).optional(),
  /** Who somebody is to WeChat who opened a mini program: `openid` in that app, `unionid` in all apps of its owner. */
  wechat: z.object({ appId: z.string(), openid: z.string(), unionid: z.string().optional() }).optional(),
})
export type PersonalData = z.infer<typeof PersonalData>

export const Consent = z.object({
  version: z.string(),
  textHash: z.string(),
  purposes: z.array(Purpose),
  /** Whom the text named at that time, for each of the purposes. */
  recipients: z.partialRecord(Purpose, z.array(z.string())).optional(),
  at: z.iso.datetime(),
  addressIndex: z.string().optional(),
})
export type Consent = z.infer<typeof Consent>

export const DimensionsRecord = z.object({
  platform: z.string(),
  account: z.string(),
  ad: z.string(),
  creative: z.string(),
  partner: z.string(),
})

/** A milestone that is counted with another lead from now on, or no longer. */
export const MovedCount = z.object({ milestone: Milestone, at: z.iso.datetime() })
export type MovedCount = z.infer<typeof MovedCount>

/** The change that an item's latest write made; `reached` holds the milestones reached by it for the first time. */
export const Change = z.object({
  id: z.string().regex(/^ev_[a-z2-7]{20}$/),
  type: z.enum([
    'lead.captured',
    'lead.repeated',
    'lead.rejected',
    'lead.joined',
    'lead.parted',
    'visit.recorded',
    'click.recorded',
    'application.started',
    'application.reversed',
    ...Object.values(LATER_EVENTS),
  ]),
  at: z.iso.datetime(),
  reached: z.array(Milestone),
  /** The application that it is about. */
  applicationId: ApplicationId.optional(),
  /** Of a decision or a disbursement: what was granted or drawn. */
  amounts: Amounts.optional(),
  /** Of a repeat: where it came from. */
  touch: RecordedTouch.optional(),
  /** Of a repeat, and of a lead that was rejected: the partner that brought it. */
  broughtBy: BroughtBy.optional(),
  /** The visit that a lead names but that was not recorded when it was captured: it is counted with the lead. */
  unseenVisit: VisitId.optional(),
  /** Its touch names a click, which is counted by an id of its own: once, whoever tells of it first. */
  tellsClick: z.literal(true).optional(),
  /** It made the lead, which left no contact. */
  arrival: z.literal(true).optional(),
  /** The lead that it was joined with, or parted from; what is counted here from now on for it, and what no longer is. */
  other: LeadId.optional(),
  gained: z.array(MovedCount).optional(),
  moved: z.array(MovedCount).optional(),
})
export type Change = z.infer<typeof Change>

/** What every item that carries a change knows about where it is counted. */
export const Counted = z.object({
  campaignId: CampaignId,
  mode: z.enum(['live', 'test']),
  timezone: z.string(),
  cohortDay: Day,
  dimensions: DimensionsRecord,
})

export const RegistrationOutcome = z.enum(['registered', 'already_registered']).meta({
  id: 'RegistrationOutcome',
  description:
    '`already_registered`: another lead made this phone a customer before; this lead goes on as that customer',
})

/** A lead that went on as this one, and what it brought: milestones that this one had not reached, and names of personal data. */
export const Join = z.object({ leadId: LeadId, milestones: z.array(Milestone), fields: z.array(z.string()) })
export type Join = z.infer<typeof Join>

/** How a lead became a customer, and indexes of what it sent: the same sent again is known by them. */
export const Registration = z.object({
  outcome: RegistrationOutcome,
  at: z.iso.datetime(),
  fingerprint: z.string(),
  wechatCode: z.string().optional(),
})
export type Registration = z.infer<typeof Registration>

export const Lead = Counted.extend({
  leadId: LeadId,
  chain: Chain,
  verdict: Verdict,
  /** When the person first left the contact, accepted or not. */
  receivedAt: z.iso.datetime(),
  cause: z.string(),
  milestones: Milestones,
  consent: Consent,
  touch: RecordedTouch,
  /** Where the person came from at first, when that was another ad. */
  firstTouch: RecordedTouch.optional(),
  /** Which ad it is owed to, as it was judged when it arrived; leads of before have none. */
  attribution: FrozenReceipt.optional(),
  /** The partner that brought it, where it was let in. */
  admitted: Admitted.optional(),
  /** From registration on: one per phone, whatever the campaign. */
  customerId: CustomerId.optional(),
  registration: Registration.optional(),
  /** The platform's own id of a lead that was left on a form of its own. */
  platformLeadId: z.string().optional(),
  /** The follower that it is at an official account or an adviser, by its index: where messages go. */
  follower: z.string().optional(),
  joins: z.array(Join).optional(),
  wrappedKey: z.string(),
  sealed: z.string(),
  event: Change,
})
export type Lead = z.infer<typeof Lead>

export const Visit = Counted.extend({
  visitId: z.string(),
  at: z.iso.datetime(),
  touch: RecordedTouch,
  event: Change,
})
export type Visit = z.infer<typeof Visit>

/** What a campaign makes of a submission. A spam mark goes before all else, so that a bot learns nothing. */
export const judge = ({ status }: CampaignSettings, submission: { honeypotFilled: boolean }): Verdict => {
  if (submission.honeypotFilled) return { status: 'rejected', reason: 'spam' }
  return status === 'live' ? { status: 'accepted' } : { status: 'rejected', reason: 'campaign_closed' }
}

/** The verdict on a lead that its partner may not bring. */
export const notAllowed = (partnerRefusal: AdmissionRefusal): Verdict => ({
  status: 'rejected',
  reason: 'partner_not_allowed',
  partnerRefusal,
})

/** What a submission does to the lead that the same person already is in the campaign, if any. */
export const outcomeOf = (before: Verdict | undefined, verdict: Verdict): 'create' | 'accept' | 'repeat' | 'ignore' => {
  if (before === undefined) return 'create'
  if (before.status !== 'rejected') return isSpam(verdict) ? 'ignore' : 'repeat'
  return verdict.status === 'accepted' ? 'accept' : 'ignore'
}
