import { createHash } from 'node:crypto'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { Change, Lead, Verdict, Visit } from '../../shared/domain/lead.ts'
import type { Milestone, Milestones } from '../../shared/domain/milestone.ts'
import { dimensionsOf, earlierTouch, hasClickId, type RecordedTouch } from '../../shared/domain/touch.ts'
import { blindIndex, eventIdOf, leadIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { seal } from '../../shared/security/sealing.ts'
import type { Submission } from './submission.ts'

/** All that a lead is made of. */
export type Captured = {
  campaign: Campaign
  submission: Submission
  touch: RecordedTouch
  visit: Visit | undefined
  verdict: Verdict
  requestId: string
  sourceAddress: string
  at: string
}

/** Leaving a contact proves that the page was opened; a visit with an id of its own is counted under that id. */
const reachedWith = ({ verdict, touch }: Captured): Milestone[] => {
  if (verdict.status === 'rejected') return []
  if (touch.visitId !== undefined) return ['captured']
  return hasClickId(touch) ? ['clicked', 'visited', 'captured'] : ['visited', 'captured']
}

const milestonesOf = ({ verdict, touch, visit, at }: Captured): Milestones => {
  if (verdict.status === 'rejected') return {}
  const visitedAt = visit?.at ?? at
  return { ...(hasClickId(visit?.touch ?? touch) && { clicked: visitedAt }), visited: visitedAt, captured: at }
}

const changeOf = (leadId: string, captured: Captured): Change => {
  const { verdict, touch, visit, at } = captured
  const type = verdict.status === 'accepted' ? 'lead.captured' : 'lead.rejected'
  const unseen = verdict.status === 'accepted' && touch.visitId !== undefined && visit === undefined
  return {
    id: eventIdOf(type, leadId),
    type,
    at,
    reached: reachedWith(captured),
    ...(unseen && { unseenVisit: touch.visitId }),
  }
}

/** The lead that a submission makes, its personal data sealed. */
export const newLead = (ring: KeyRing, captured: Captured): Lead => {
  const { campaign, submission, touch, visit, verdict, requestId, sourceAddress, at } = captured
  const { campaignId, settings } = campaign
  const { contact, answers, consent } = submission
  const leadId = leadIdOf(ring, campaignId, 'phone', contact.phone)
  const firstTouch = earlierTouch(submission.firstTouch, touch)
  return {
    leadId,
    campaignId,
    mode: settings.mode,
    chain: settings.chain,
    timezone: settings.timezone,
    cohortDay: visit?.cohortDay ?? dayOf(at, settings.timezone),
    dimensions: visit?.dimensions ?? dimensionsOf(touch),
    verdict,
    receivedAt: at,
    cause: requestId,
    milestones: milestonesOf(captured),
    consent: {
      ...consent,
      textHash: createHash('sha256').update(settings.consent.text).digest('base64url'),
      at,
      addressIndex: blindIndex(ring, 'address', sourceAddress).toString('base64url').slice(0, 22),
    },
    touch,
    ...(firstTouch && { firstTouch }),
    ...seal(ring, leadId, { ...contact, answers }),
    event: changeOf(leadId, captured),
  }
}
