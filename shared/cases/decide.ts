import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../contract/problem.ts'
import type { Application } from '../domain/application.ts'
import { complaintAbout, type Decision } from '../domain/decision.ts'
import type { Change, Lead } from '../domain/lead.ts'
import type { LaterMilestone } from '../domain/milestone.ts'
import { note } from '../runtime/log.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import { leadKey } from '../store/keys.ts'
import { applicationOf, type CaseDeps } from './case.ts'
import { leadChange, nextOf, ROUNDS, reachedFirst, tooBusy } from './changeCase.ts'
import { journalNote } from './journalNote.ts'

/** What a decision is applied with. */
export type DecideDeps = Pick<CaseDeps, 'applications' | 'leads' | 'journal' | 'now'>

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

/** What a decision is about: the lead is known only once it stood in the way, because another application reached what this one would. */
type Decided = { application: Application; lead?: Lead | undefined }

const reachedBy = ({ application, lead }: Decided, { kind }: Decision): LaterMilestone[] => {
  const milestone = MILESTONES[kind]
  if (milestone === undefined || application.decisions.some((before) => before.kind === kind)) return []
  return lead ? reachedFirst(lead, milestone) : [milestone]
}

const stepOf = (decided: Decided, decision: Decision) => {
  const reached = reachedBy(decided, decision)
  return leadChange(decided, {
    type: `application.${decision.kind}`,
    cause: decision.decisionId,
    at: decision.at,
    reached,
    ...amountsOf(decision, reached.length > 0),
  })
}

/** Leaves a decision that cannot be in the journal, once. */
const refuse = async (deps: DecideDeps, application: Application, decision: Decision, cause: string, by: string) => {
  const { applicationId, leadId } = application
  const lead = await deps.leads.find(leadId)
  if (!lead) throw new Error('an application without its lead')
  const entry = journalNote(lead, {
    eventId: eventIdOf('decision.refused', applicationId, decision.decisionId, decision.kind, decision.at),
    type: 'decision.refused',
    at: deps.now().toISOString(),
    details: { applicationId, decisionId: decision.decisionId, kind: decision.kind, cause, by },
  })
  await deps.journal.append(leadKey(leadId).pk, entry)
  return new Problem('decision_impossible', cause)
}

/** Whether a decision was applied before. Ends in a problem when it cannot be applied. */
const isKnown = async (
  deps: DecideDeps,
  application: Application,
  decision: Decision,
  by: string,
): Promise<boolean> => {
  if (application.submittedAt === undefined)
    throw new Problem('application_not_submitted', 'Decide about it when application.submitted came.')
  const known = application.decisions.find(({ decisionId }) => decisionId === decision.decisionId)
  if (known && !isDeepStrictEqual(known, decision))
    throw new Problem('decision_id_reused', 'Give every decision a decisionId of its own.')
  if (known) return true
  const complaint = complaintAbout([...application.decisions, decision])
  if (complaint) throw await refuse(deps, application, decision, complaint, by)
  return false
}

const applied = ({ application }: Decided, decision: Decision, at: string): Application =>
  nextOf(application, { decisions: [...application.decisions, decision] }, at)

/** Applies a decision once, as long as others change the application or the lead anew. */
const apply = async (
  deps: DecideDeps,
  found: Application,
  decision: Decision,
  by: string,
): Promise<{ application: Application; replayed: boolean }> => {
  let decided: Decided = { application: found }
  for (let round = 0; round < ROUNDS; round++) {
    if (await isKnown(deps, decided.application, decision, by))
      return { application: decided.application, replayed: true }
    const application = applied(decided, decision, deps.now().toISOString())
    const obstacle = await deps.applications.replace(application, { step: stepOf(decided, decision) })
    if (!obstacle) return { application, replayed: false }
    decided = { application: obstacle.application ?? decided.application, lead: obstacle.lead ?? decided.lead }
  }
  throw tooBusy()
}

/** Applies a decision once. Ends in a problem when it cannot be. */
export const decide = async (
  deps: DecideDeps,
  applicationId: string,
  decision: Decision,
  { by }: Teller,
): Promise<{ application: Application; replayed: boolean }> => {
  const found = await applicationOf(deps, applicationId)
  const { application, replayed } = await apply(deps, found, decision, by)
  const { leadId, campaignId } = application
  note({ leadId, campaignId, outcome: replayed ? 'replayed' : decision.kind })
  return { application, replayed }
}
