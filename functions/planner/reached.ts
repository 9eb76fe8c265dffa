import type { Application } from '../../shared/domain/application.ts'
import { steppedValueFen } from '../../shared/domain/conversion.ts'
import type { Decision } from '../../shared/domain/decision.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { LATER_EVENTS, MILESTONES, type Milestone } from '../../shared/domain/milestone.ts'

const isOfApplication = (milestone: Milestone): boolean =>
  milestone in LATER_EVENTS && LATER_EVENTS[milestone as keyof typeof LATER_EVENTS].startsWith('application.')

/**
 * What a lead reached by itself. What its applications reached is planned when an event names one, for the value is
 * known then; what another lead brought when they were joined is that one's.
 */
export const reachedBy = ({ milestones, joins = [] }: Lead, application: Application | undefined): Milestone[] => {
  const brought = new Set(joins.flatMap((join) => join.milestones))
  return MILESTONES.filter(
    (milestone) =>
      milestones[milestone] !== undefined &&
      !brought.has(milestone) &&
      (application !== undefined || !isOfApplication(milestone)),
  )
}

const amountOf = (decision: Decision | undefined): number | undefined => {
  if (decision?.kind === 'preapproved' || decision?.kind === 'credited') return decision.limitFen
  return decision?.kind === 'disbursed' ? decision.amountFen : undefined
}

/** What a milestone that an application reached at a time is worth, in steps; undefined where it is worth no money. */
export const worthOf = (
  { amountFen, submittedAt, decisions }: Application,
  milestone: Milestone,
  at: string,
): number | undefined => {
  const amount =
    milestone === 'applied' && submittedAt === at
      ? amountFen
      : amountOf(decisions.find((decision) => decision.kind === milestone && decision.at === at))
  return amount === undefined ? undefined : steppedValueFen(amount)
}

/** Milestones that a lead reached by decisions of which none stands. */
export const reversedIn = ({ milestones }: Lead, { decisions }: Application): Milestone[] => {
  const reversed = new Set(decisions.flatMap((decision) => (decision.kind === 'reversed' ? [decision.reverses] : [])))
  return MILESTONES.filter((milestone) => {
    const own = decisions.filter(({ kind }) => kind === milestone)
    const isOwn = own.some(({ at }) => at === milestones[milestone])
    return isOwn && own.every(({ decisionId }) => reversed.has(decisionId))
  })
}
