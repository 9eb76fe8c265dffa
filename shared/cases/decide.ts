import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../contract/problem.ts'
import { complaintAbout, type Decision } from '../domain/decision.ts'
import type { Change } from '../domain/lead.ts'
import type { LaterMilestone } from '../domain/milestone.ts'
import { note } from '../runtime/log.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import { leadKey } from '../store/keys.ts'
import { type Case, type CaseDeps, caseOf } from './case.ts'
import { changeCase, leadChange, nextOf, reachedFirst } from './changeCase.ts'
import { journalNote } from './journalNote.ts'

/** Who told a decision: the key of an operator, or the source of an event. */
export type Teller = { by: string }

const MILESTONES: Partial<Record<Decision['kind'], LaterMilestone>> = {
  preapproved: 'preapproved',
  credited: 'credited',
  declined: 'declined',
  disbursed: 'disbursed',
  repaid: 'repaid',
}

/** A limit is counted with the first credit of a lead, money each time it is drawn. */
const amountsOf = (decision: Decision, isFirst: boolean): Pick<Change, 'amounts'> => {
  if (decision.kind === 'disbursed') return { amounts: { disbursedFen: decision.amountFen } }
  if (decision.kind === 'credited' && isFirst) return { amounts: { limitFen: decision.limitFen } }
  return {}
}

const stepOf = (one: Case, decision: Decision) => {
  const milestone = MILESTONES[decision.kind]
  const reached = milestone === undefined ? [] : reachedFirst(one.lead, milestone)
  return leadChange(one, {
    type: `application.${decision.kind}`,
    cause: decision.decisionId,
    at: decision.at,
    reached,
    ...amountsOf(decision, reached.length > 0),
  })
}

/** Leaves a decision that cannot be in the journal, once. */
const refuse = async (deps: CaseDeps, { application, lead }: Case, decision: Decision, cause: string, by: string) => {
  const { applicationId } = application
  const entry = journalNote(lead, {
    eventId: eventIdOf('decision.refused', applicationId, decision.decisionId, decision.kind, decision.at),
    type: 'decision.refused',
    at: deps.now().toISOString(),
    details: { applicationId, decisionId: decision.decisionId, kind: decision.kind, cause, by },
  })
  await deps.journal.append(leadKey(lead.leadId).pk, entry)
  return new Problem('decision_impossible', cause)
}

/** Applies a decision once. Ends in a problem when it cannot be. */
export const decide = async (
  deps: CaseDeps,
  applicationId: string,
  decision: Decision,
  { by }: Teller,
): Promise<{ one: Case; replayed: boolean }> => {
  const found = await caseOf(deps, applicationId)
  let replayed = false
  const one = await changeCase(deps, found, async (current) => {
    const { application } = current
    if (application.submittedAt === undefined)
      throw new Problem('application_not_submitted', 'Decide about it when application.submitted came.')
    const known = application.decisions.find(({ decisionId }) => decisionId === decision.decisionId)
    if (known && !isDeepStrictEqual(known, decision))
      throw new Problem('decision_id_reused', 'Give every decision a decisionId of its own.')
    replayed = known !== undefined
    if (known) return undefined
    const decisions = [...application.decisions, decision]
    const complaint = complaintAbout(decisions)
    if (complaint) throw await refuse(deps, current, decision, complaint, by)
    const at = deps.now().toISOString()
    return { application: nextOf(application, { decisions }, at), beside: { step: stepOf(current, decision) } }
  })
  note({ leadId: one.lead.leadId, outcome: replayed ? 'replayed' : decision.kind })
  return { one, replayed }
}
