import type { Context } from 'hono'
import { atGate } from '../../shared/capture/gate.ts'
import { type Captured, newLead } from '../../shared/capture/newLead.ts'
import { type Settled, settle } from '../../shared/capture/settle.ts'
import type { captureLead } from '../../shared/contract/capture.ts'
import { isSpam, judge } from '../../shared/domain/lead.ts'
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

const observe = ({ campaign, verdict }: Captured, { answered, replayed }: Settled): void => {
  const outcome = isSpam(verdict) ? 'spam' : answered.outcome
  note({ campaignId: campaign.campaignId, leadId: answered.leadId, outcome: replayed ? 'replayed' : outcome })
}

/** What the lead of a submission is made of, and what is made of it. */
const capturedFrom = async (deps: CaptureDeps, { body }: Request, c: Context<HttpEnv>): Promise<Captured> => {
  const campaign = publicCampaign(c)
  const touch = touchOf(body, c.req.header('referer'))
  const origin = await traced(deps, campaign.campaignId, touch, body.firstTouch)
  const partnerId = touch.partner ?? origin.visit?.touch.partner
  const verdict = judge(campaign.settings, { honeypotFilled: (body.website ?? '') !== '' })
  const at = deps.now().toISOString()
  return {
    campaign,
    key: { kind: 'phone', value: body.contact.phone },
    left: body,
    touch,
    ...origin,
    ...(await atGate(deps, { campaign, partnerId, verdict, at })),
    requestId: requestIdOf(c),
    sourceAddress: sourceAddressOf(c),
    at,
  }
}

export const handleCaptureLead =
  (deps: CaptureDeps) =>
  async (request: Request, c: Context<HttpEnv>): Promise<Reply> => {
    const ring = await deps.ring()
    const captured = await capturedFrom(deps, request, c)
    const { campaign, verdict, touch, brought } = captured
    const settled = await settle(deps.leads, {
      verdict,
      touch,
      brought,
      leadWith: (judged) => newLead(ring, { ...captured, verdict: judged }),
      guardsOf: (answered) => guardsOf(ring, request, answered),
    })
    observe(captured, settled)
    const body = verdictOf(ring, settled.answered)
    if (settled.replayed) c.header('idempotent-replayed', 'true')
    if (isForm(c)) return answerForm(c, campaign, body)
    return { status: settled.answered.status, body }
  }
