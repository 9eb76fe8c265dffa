import { createHash } from 'node:crypto'
import type { Campaign } from '../domain/campaign.ts'
import type { RecordedClick } from '../domain/click.ts'
import { dayOf } from '../domain/day.ts'
import type { Change, Consent, Lead, Verdict, Visit } from '../domain/lead.ts'
import type { Milestone, Milestones } from '../domain/milestone.ts'
import {
  type Dimensions,
  dimensionsOf,
  earlierTouch,
  hasClickId,
  type RecordedTouch,
  type Touch,
} from '../domain/touch.ts'
import { attributedLead } from '../leads/attributedLead.ts'
import { blindIndex, eventIdOf, type LeadKeyKind, leadIdOf } from '../security/blindIndex.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { seal } from '../security/sealing.ts'
import { admittedOf, type Brought, broughtBy } from './gate.ts'

/** What somebody left: the contact, the answers, and what they agreed to. */
export type Left = {
  contact: { phone?: string | undefined; name?: string | undefined; company?: string | undefined }
  answers?: Record<string, string | number | undefined> | undefined
  consent: Pick<Consent, 'version' | 'purposes' | 'recipients'>
  firstTouch?: Touch | undefined
}

/** Of a lead that was left on a form of a platform's own: no page was opened, and the platform says where the ad is. */
export type Hosted = { dimensions: Dimensions; platformLeadId: string | undefined }

/** All that a lead is made of. */
export type Captured = {
  campaign: Campaign
  /** What the person is known by in the campaign. */
  key: { kind: LeadKeyKind; value: string }
  left: Left
  touch: RecordedTouch
  visit?: Visit | undefined
  /** Clicks that platforms told of, which the touches know. */
  clicks?: readonly RecordedClick[]
  hosted?: Hosted
  brought?: Brought | undefined
  verdict: Verdict
  requestId: string
  /** The person's own; a platform's server is nobody. */
  sourceAddress?: string
  at: string
}

/** Leaving a contact proves that the page was opened; a visit with an id of its own is counted under that id. */
const reachedWith = ({ verdict, touch, hosted }: Captured): Milestone[] => {
  if (verdict.status === 'rejected') return []
  return hosted || touch.visitId !== undefined ? ['captured'] : ['visited', 'captured']
}

const milestonesOf = ({ verdict, touch, visit, hosted, at }: Captured): Milestones => {
  if (verdict.status === 'rejected') return {}
  if (hosted) return { captured: at }
  const visitedAt = visit?.at ?? at
  return { ...(hasClickId(visit?.touch ?? touch) && { clicked: visitedAt }), visited: visitedAt, captured: at }
}

const changeOf = (leadId: string, captured: Captured): Change => {
  const { verdict, touch, visit, hosted, brought, at } = captured
  const isAccepted = verdict.status === 'accepted'
  const type = isAccepted ? 'lead.captured' : 'lead.rejected'
  const tellsOfPage = isAccepted && !hosted && visit === undefined
  return {
    id: eventIdOf(type, leadId),
    type,
    at,
    reached: reachedWith(captured),
    ...(!isAccepted && brought && { broughtBy: broughtBy(brought) }),
    ...(tellsOfPage && touch.visitId !== undefined && { unseenVisit: touch.visitId }),
    ...(tellsOfPage && hasClickId(touch) && { tellsClick: true }),
  }
}

const consentOf = (ring: KeyRing, { campaign, left, sourceAddress, at }: Captured): Consent => ({
  ...left.consent,
  textHash: createHash('sha256').update(campaign.settings.consent.text).digest('base64url'),
  at,
  ...(sourceAddress !== undefined && {
    addressIndex: blindIndex(ring, 'address', sourceAddress).toString('base64url').slice(0, 22),
  }),
})

const leadOf = (ring: KeyRing, captured: Captured): Lead => {
  const { campaign, key, left, touch, visit, hosted, brought, verdict, requestId, at } = captured
  const { campaignId, settings } = campaign
  const { contact, answers, firstTouch } = left
  const leadId = leadIdOf(ring, campaignId, key.kind, key.value)
  const first = earlierTouch(firstTouch, touch)
  const admitted = admittedOf(brought, verdict, at)
  return {
    leadId,
    campaignId,
    mode: settings.mode,
    chain: settings.chain,
    timezone: settings.timezone,
    cohortDay: visit?.cohortDay ?? dayOf(at, settings.timezone),
    dimensions: hosted?.dimensions ?? visit?.dimensions ?? dimensionsOf(touch),
    verdict,
    receivedAt: at,
    cause: requestId,
    milestones: milestonesOf(captured),
    consent: consentOf(ring, captured),
    touch,
    ...(first && { firstTouch: first }),
    ...(admitted && { admitted }),
    ...(hosted?.platformLeadId !== undefined && { platformLeadId: hosted.platformLeadId }),
    ...seal(ring, leadId, { ...contact, answers }),
    event: changeOf(leadId, captured),
  }
}

/** The lead that somebody's contact makes, their personal data sealed, and which ad it is owed to. */
export const newLead = (ring: KeyRing, captured: Captured): Lead => {
  const { campaign, visit, clicks, hosted, at } = captured
  const source = hosted ? 'hosted_form' : 'landing_page'
  return attributedLead(leadOf(ring, captured), { source, visit, clicks }, campaign.settings.attribution, at)
}
