import { Problem } from '../contract/problem.ts'
import { type Change, type Lead, notAllowed, outcomeOf, type Verdict } from '../domain/lead.ts'
import type { RecordedTouch } from '../domain/touch.ts'
import { leadNow } from '../leads/leadNow.ts'
import { validationProblem } from '../runtime/validation.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { Answered, Before, Guards, LeadChange, LeadStore } from '../store/leadStore.ts'
import { answeredFor } from './answered.ts'
import { type Brought, broughtBy, capOf } from './gate.ts'

type Submission = { touch: RecordedTouch; brought?: Brought | undefined }

const changeOf = (lead: Lead, before: Lead | undefined, { touch, brought }: Submission): LeadChange => {
  const step = outcomeOf(before?.verdict, lead.verdict)
  if (step === 'ignore') return { step }
  if (step === 'create') return { step, lead }
  if (step === 'accept') return { step, lead: { ...lead, receivedAt: before?.receivedAt ?? lead.receivedAt } }
  const { cause } = lead
  const { leadId = lead.leadId } = before ?? {}
  const { at } = lead.event
  const id = eventIdOf('lead.repeated', leadId, cause)
  const by = brought && { broughtBy: broughtBy(brought) }
  const event: Change = { id, type: 'lead.repeated', at, reached: [], touch, ...by }
  return { step, leadId, event }
}

const replayed = (guards: Guards, { fingerprint, answered }: NonNullable<Before['answered']>): Answered => {
  if (guards.idempotency?.fingerprint === fingerprint) return answered
  throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new submission.')
}

const challengeUsed = () =>
  validationProblem([
    {
      pointer: '/challenge',
      code: 'challenge_failed',
      message: 'was used before: read the campaign again for a new one',
    },
  ])

/** The lead that was found, or the one that the person goes on as. */
const asItGoesOn = async (leads: Pick<LeadStore, 'find'>, lead: Lead): Promise<Lead | undefined> =>
  lead.verdict.status === 'joined' ? leadNow({ leads }, lead.verdict.into) : lead

/** A lead that is to be saved under a verdict, where it came from, and what makes it happen once, given the answer. */
export type Settling = Submission & {
  verdict: Verdict
  leadWith: (verdict: Verdict) => Lead
  guardsOf: (answered: Answered) => Guards
}

/** What a submission was answered with; `replayed` when that was before. */
export type Settled = { answered: Answered; replayed: boolean }

/**
 * Saves a lead. What is found in its place decides what the submission becomes, and it is tried again as that; so is one
 * that comes after the daily cap of its partner was reached.
 */
export const settle = async (
  leads: Pick<LeadStore, 'find' | 'save'>,
  { verdict, leadWith, guardsOf, ...submission }: Settling,
): Promise<Settled> => {
  const { brought } = submission
  let lead = leadWith(verdict)
  let before: Lead | undefined
  let challengeGuard = true
  for (let round = 0; round < 5; round++) {
    const answered = answeredFor(lead, before)
    const guards: Guards = { ...guardsOf(answered), cap: brought && capOf(brought, lead) }
    const saved = await leads.save(
      changeOf(lead, before, submission),
      challengeGuard ? guards : { ...guards, challenge: undefined },
    )
    if (saved === undefined) return { answered, replayed: false }
    if (saved.answered) return { answered: replayed(guards, saved.answered), replayed: true }
    // The table may have carried out the first sending of a write whose answer was lost.
    if (saved.lead?.cause === lead.cause) return { answered: answeredFor(lead, undefined), replayed: false }
    if (saved.challengeUsedBy !== undefined && saved.challengeUsedBy !== lead.leadId) throw challengeUsed()
    challengeGuard = saved.challengeUsedBy === undefined
    if (saved.isCapReached) lead = leadWith(notAllowed('daily_cap'))
    before = (saved.lead && (await asItGoesOn(leads, saved.lead))) ?? before
  }
  throw new Problem('store_unavailable', 'The lead is being changed by others: send the same request again.')
}
