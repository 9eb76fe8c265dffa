import type { LeadVerdict } from '../../shared/contract/capture.ts'
import { isSpam, type Lead } from '../../shared/domain/lead.ts'
import { type Milestones, nextMilestones, shownToVisitor } from '../../shared/domain/milestone.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import type { Answered } from '../../shared/store/leadStore.ts'

/** What the visitor may see of a lead. A bot sees what it wants to see. */
export const milestonesShown = ({ verdict, milestones, receivedAt: at }: Lead): Milestones =>
  isSpam(verdict) ? { visited: at, captured: at } : shownToVisitor(milestones)

/** What the visitor is told about a submission, given the lead it met. */
export const answeredFor = (lead: Lead, before: Lead | undefined): Answered => {
  const { leadId, chain, verdict, event } = lead
  const { at } = event
  if (before?.verdict.status === 'accepted' && !isSpam(verdict)) {
    const milestones = shownToVisitor(before.milestones)
    const next = nextMilestones(before.chain, milestones)
    return { status: 200, leadId: before.leadId, outcome: 'duplicate', milestones, next, at }
  }
  if (verdict.status === 'rejected' && !isSpam(verdict))
    return { status: 200, leadId, outcome: 'rejected', reason: verdict.reason, milestones: {}, next: [], at }
  const milestones = milestonesShown(lead)
  return { status: 201, leadId, outcome: 'accepted', milestones, next: nextMilestones(chain, milestones), at }
}

/** The answer as it is sent, with the lead token made again for the same moment: a replay is equal to the byte. */
export const verdictOf = (ring: KeyRing, { status, at, ...answered }: Answered): LeadVerdict => ({
  ...answered,
  milestones: shownToVisitor(answered.milestones),
  leadToken: signLeadToken(ring, answered.leadId, at),
})
