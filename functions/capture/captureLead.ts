import type { Context } from 'hono'
import { newLead } from '../../shared/capture/newLead.ts'
import { type Settled, settle } from '../../shared/capture/settle.ts'
import type { captureLead } from '../../shared/contract/capture.ts'
import { isSpam, judge, type Lead } from '../../shared/domain/lead.ts'
import { clicksOn } from '../../shared/domain/origins.ts'
import { type RecordedTouch, recordTouch, type Touch } from '../../shared/domain/touch.ts'
import { type HttpEnv, requestIdOf, sourceAddressOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { publicCampaign } from '../../shared/runtime/publicCampaign.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { Answered, Guards } from '../../shared/store/leadStore.ts'
import type { CaptureDeps } from './deps.ts'
import { answerForm, isForm } from './formAnswer.ts'
import type { Submission } from './submission.ts'
import { verdictOf } from './verdictOf.ts'

type Request = Input<{ campaignId: string }, undefined, Submission>
type Reply = Answer<(typeof captureLead)['success']>

/** A page without JavaScript cannot say where it is; the browser can. */
const touchOf = (submission: Submission, referer: string | undefined): RecordedTouch =>
  recordTouch({ ...submission.touch, url: submission.touch?.url ?? referer })

/** The visit that a touch names, and what platforms told of the clicks that it and the first touch know. */
const traced = ({ visits }: CaptureDeps, campaignId: string, touch: RecordedTouch, firstTouch: Touch | undefined) =>
  visits.trace(campaignId, {
    visitId: touch.visitId,
    clicks: clicksOn([touch, firstTouch && recordTouch(firstTouch)]),
  })

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
      key: { kind: 'phone', value: submission.contact.phone },
      left: submission,
      touch,
      ...(await traced(deps, campaign.campaignId, touch, submission.firstTouch)),
      verdict: judge(campaign.settings, { honeypotFilled: (submission.website ?? '') !== '', partner: touch.partner }),
      requestId: requestIdOf(c),
      sourceAddress: sourceAddressOf(c),
      at: deps.now().toISOString(),
    })
    const settled = await settle(deps.leads, { lead, touch, guardsOf: (answered) => guardsOf(ring, request, answered) })
    observe(lead, settled)
    const verdict = verdictOf(ring, settled.answered)
    if (settled.replayed) c.header('idempotent-replayed', 'true')
    if (isForm(c)) return answerForm(c, campaign, verdict)
    return { status: settled.answered.status, body: verdict }
  }
