import type { Context } from 'hono'
import type { captureLead } from '../../shared/contract/capture.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { type Change, isSpam, judge, type Lead, outcomeOf } from '../../shared/domain/lead.ts'
import { type RecordedTouch, recordTouch } from '../../shared/domain/touch.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { type HttpEnv, requestIdOf, sourceAddressOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { publicCampaign } from '../../shared/runtime/publicCampaign.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { blindIndex, eventIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { Answered, Before, Guards, LeadChange } from '../../shared/store/leadStore.ts'
import { answeredFor, verdictOf } from './answered.ts'
import type { CaptureDeps } from './deps.ts'
import { answerForm, isForm } from './formAnswer.ts'
import { newLead } from './newLead.ts'
import type { Submission } from './submission.ts'

type Request = Input<{ campaignId: string }, undefined, Submission>
type Reply = Answer<(typeof captureLead)['success']>

/** A page without JavaScript cannot say where it is; the browser can. */
const touchOf = (submission: Submission, referer: string | undefined): RecordedTouch =>
  recordTouch({ ...submission.touch, url: submission.touch?.url ?? referer })

const changeOf = (lead: Lead, before: Lead | undefined, touch: RecordedTouch): LeadChange => {
  const step = outcomeOf(before?.verdict, lead.verdict)
  if (step === 'ignore') return { step }
  if (step === 'create') return { step, lead }
  if (step === 'accept') return { step, lead: { ...lead, receivedAt: before?.receivedAt ?? lead.receivedAt } }
  const { cause } = lead
  const { leadId = lead.leadId } = before ?? {}
  const { at } = lead.event
  const event: Change = { id: eventIdOf('lead.repeated', leadId, cause), type: 'lead.repeated', at, reached: [], touch }
  return { step, leadId, event }
}

const guardsOf = (ring: KeyRing, { idempotencyKey, body, params }: Request, answered: Answered): Guards => {
  const { challenge, ...content } = body
  return {
    idempotency:
      idempotencyKey === undefined
        ? undefined
        : {
            index: blindIndex(ring, 'idempotency', params.campaignId, idempotencyKey).toString('base64url'),
            fingerprint: blindIndex(ring, 'fingerprint', JSON.stringify(content)).toString('base64url'),
            answered,
          },
    challenge: challenge && { nonce: challenge.nonce, leadId: answered.leadId, ttl: challenge.expiresAt + 60 },
  }
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
const asItGoesOn = async (leads: CaptureDeps['leads'], lead: Lead): Promise<Lead | undefined> =>
  lead.verdict.status === 'joined' ? leadNow({ leads }, lead.verdict.into) : lead

type Settled = { answered: Answered; replayed: boolean }

/** Saves the lead. What is found in its place decides what the submission becomes, and it is tried again as that. */
const settle = async (
  { leads }: CaptureDeps,
  ring: KeyRing,
  request: Request,
  lead: Lead,
  touch: RecordedTouch,
): Promise<Settled> => {
  let before: Lead | undefined
  let challengeGuard = true
  for (let round = 0; round < 5; round++) {
    const answered = answeredFor(lead, before)
    const guards = guardsOf(ring, request, answered)
    const saved = await leads.save(
      changeOf(lead, before, touch),
      challengeGuard ? guards : { ...guards, challenge: undefined },
    )
    if (saved === undefined) return { answered, replayed: false }
    if (saved.answered) return { answered: replayed(guards, saved.answered), replayed: true }
    // The table may have carried out the first sending of a write whose answer was lost.
    if (saved.lead?.cause === lead.cause) return { answered: answeredFor(lead, undefined), replayed: false }
    if (saved.challengeUsedBy !== undefined && saved.challengeUsedBy !== lead.leadId) throw challengeUsed()
    challengeGuard = saved.challengeUsedBy === undefined
    before = (saved.lead && (await asItGoesOn(leads, saved.lead))) ?? before
  }
  throw new Problem('store_unavailable', 'The lead is being changed by others: send the same request again.')
}

const observe = (lead: Lead, { answered, replayed }: Settled): void => {
  const outcome = isSpam(lead.verdict) ? 'spam' : answered.outcome
  note({ campaignId: lead.campaignId, leadId: lead.leadId, outcome: replayed ? 'replayed' : outcome })
}

export const handleCaptureLead =
  (deps: CaptureDeps) =>
  async (request: Request, c: Context<HttpEnv>): Promise<Reply> => {
    const campaign = publicCampaign(c)
    const ring = await deps.ring()
    const submission = request.body
    const touch = touchOf(submission, c.req.header('referer'))
    const lead = newLead(ring, {
      campaign,
      submission,
      touch,
      visit: touch.visitId === undefined ? undefined : await deps.visits.find(campaign.campaignId, touch.visitId),
      verdict: judge(campaign.settings, { honeypotFilled: (submission.website ?? '') !== '', partner: touch.partner }),
      requestId: requestIdOf(c),
      sourceAddress: sourceAddressOf(c),
      at: deps.now().toISOString(),
    })
    const settled = await settle(deps, ring, request, lead, touch)
    observe(lead, settled)
    const verdict = verdictOf(ring, settled.answered)
    if (settled.replayed) c.header('idempotent-replayed', 'true')
    if (isForm(c)) return answerForm(c, campaign, verdict)
    return { status: settled.answered.status, body: verdict }
  }
