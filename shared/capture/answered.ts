import { isSpam, type Lead } from '../domain/lead.ts'
import { type Milestones, nextMilestones, shownToVisitor } from '../domain/milestone.ts'
import type { Answered } from '../store/leadStore.ts'

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
