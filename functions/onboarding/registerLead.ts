import type { Context } from 'hono'
import type { RegistrationRequest, registerLead } from '../../shared/contract/registration.ts'
import { isSpam } from '../../shared/domain/lead.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import { consentOf } from './consentOf.ts'
import type { OnboardingDeps } from './deps.ts'
import { campaignOf, ownLead } from './ownLead.ts'
import { codeExpired, provePhone } from './phoneProof.ts'
import { type AnsweredRegistration, register, replayedAnswer } from './registration.ts'

type Request = Input<{ leadId: string }, undefined, RegistrationRequest>
type Reply = Answer<(typeof registerLead)['success']>

/** How a request that carries an idempotency key is known again. */
const idempotencyOf = (ring: KeyRing, { idempotencyKey, params, body }: Request) =>
  idempotencyKey === undefined
    ? undefined
    : {
        index: blindIndex(ring, 'idempotency', 'registration', params.leadId, idempotencyKey).toString('base64url'),
        fingerprint: blindIndex(ring, 'fingerprint', JSON.stringify(body)).toString('base64url'),
      }

/** The answer with a token that proves the phone, made again for the same moment. */
const receiptOf = (
  ring: KeyRing,
  asked: string,
  { leadId = asked, customerId, outcome, at }: AnsweredRegistration,
) => ({
  leadId,
  customerId,
  outcome,
  leadToken: signLeadToken(ring, leadId, at, { phoneVerified: true }),
})

export const handleRegisterLead =
  (deps: OnboardingDeps) =>
  async (request: Request, c: Context<HttpEnv>): Promise<Reply> => {
    const { params, body, principal } = request
    const lead = await ownLead(deps, params.leadId, principal)
    const { campaignId } = lead
    const ring = await deps.ring()
    const idempotency = idempotencyOf(ring, request)
    const known = idempotency && (await deps.registrations.findAnswered(idempotency.index))
    const at = deps.now().toISOString()
    const settle = async () => {
      const consent = await consentOf(ring, c, await campaignOf(deps, lead), lead, body, at)
      const proof = await provePhone(deps, lead, params.leadId, body)
      if (isSpam(lead.verdict)) throw codeExpired()
      return register(deps, lead, { proof, business: body.business, consent, idempotency, at })
    }
    const { answered, replayed } = known ? replayedAnswer(known, idempotency.fingerprint) : await settle()
    note({ campaignId, leadId: answered.leadId ?? lead.leadId, outcome: replayed ? 'replayed' : answered.outcome })
    if (replayed) c.header('idempotent-replayed', 'true')
    return { status: 201, body: receiptOf(ring, lead.leadId, answered) }
  }
