import { Problem } from '../../shared/contract/problem.ts'
import type { RegistrationRequest } from '../../shared/contract/registration.ts'
import type { Change, Lead, Registration } from '../../shared/domain/lead.ts'
import { blindIndex, customerIdOf, eventIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { sealAgain } from '../../shared/security/sealing.ts'
import type {
  IdempotencyRecord,
  RegistrationChange,
  RegistrationObstacle,
} from '../../shared/store/registrationStore.ts'
import type { OnboardingDeps } from './deps.ts'
import { personOf } from './ownLead.ts'
import { codeExpired, type PhoneProof } from './phoneProof.ts'

type Business = RegistrationRequest['business']
export type AnsweredRegistration = IdempotencyRecord['answered']

/** What registers a lead. */
export type Registering = {
  proof: PhoneProof
  business: Business
  idempotency: { index: string; fingerprint: string } | undefined
  at: string
}

/** What became of it; `replayed` when it is the first answer again by the idempotency key. */
export type Registered = { answered: AnsweredRegistration; replayed: boolean }

export const replayedAnswer = ({ fingerprint, answered }: IdempotencyRecord, sent: string): Registered => {
  if (fingerprint === sent) return { answered, replayed: true }
  throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new registration.')
}

const fingerprintOf = (ring: KeyRing, leadId: string, { name, uscc = '', contactName }: Business): string =>
  blindIndex(ring, 'business', leadId, name, uscc, contactName).toString('base64url')

/** A customer is won once: the phone that another lead made a customer is not counted again. */
const eventOf = ({ leadId, milestones }: Lead, outcome: Registration['outcome'], at: string): Change => {
  const isFirst = outcome === 'registered' && milestones.registered === undefined
  return {
    id: eventIdOf('lead.registered', leadId),
    type: 'lead.registered',
    at,
    reached: isFirst ? ['registered'] : [],
  }
}

/** The answer to a lead that is a customer already with this business; nothing when there is something to change. */
const sameAgain = (
  { customerId, registration }: Lead,
  { proof, at }: Registering,
  fingerprint: string,
): AnsweredRegistration | undefined => {
  if (customerId === undefined || registration?.fingerprint !== fingerprint) return undefined
  return { customerId, outcome: registration.outcome, at: proof.provedAt ?? at }
}

const identityOf = (ring: KeyRing, phone: string): string =>
  blindIndex(ring, 'identity', 'phone', phone).toString('base64url')

/** `claimedBy` is the lead that made the phone a customer, when one is known to have. */
const changeOf = async (
  ring: KeyRing,
  before: Lead,
  { proof, business, idempotency, at }: Registering,
  { fingerprint, claimedBy }: { fingerprint: string; claimedBy: string | undefined },
): Promise<RegistrationChange> => {
  const { leadId } = before
  const { code, wechatCode } = proof
  const first = claimedBy === undefined || claimedBy === leadId ? 'registered' : 'already_registered'
  const outcome = before.registration?.outcome ?? first
  const person = await personOf(ring, before)
  const customerId = customerIdOf(ring, person.phone)
  const isNew = before.registration === undefined
  return {
    before,
    customerId,
    registration: { outcome, at: before.registration?.at ?? at, fingerprint, ...(wechatCode && { wechatCode }) },
    sealed: await sealAgain(ring, leadId, before.wrappedKey, { ...person, business }),
    event: isNew ? eventOf(before, outcome, at) : undefined,
    identity: isNew && claimedBy === undefined ? identityOf(ring, person.phone) : undefined,
    code,
    idempotency: idempotency && { ...idempotency, answered: { customerId, outcome, at } },
    at,
  }
}

/** An answer that changes no lead; the code is used up, and the idempotency key remembers it. */
const answerAgain = async (
  { registrations }: OnboardingDeps,
  { proof, idempotency, at }: Registering,
  answered: AnsweredRegistration,
): Promise<Registered> => {
  const record = idempotency && { ...idempotency, answered }
  const before = await registrations.remember({ code: proof.code, idempotency: record, at })
  return before && idempotency ? replayedAnswer(before, idempotency.fingerprint) : { answered, replayed: false }
}

/** Registers a lead. What is found in its place decides what the registration becomes, and it is tried again as that. */
export const register = async (deps: OnboardingDeps, first: Lead, registering: Registering): Promise<Registered> => {
  const ring = await deps.ring()
  const fingerprint = fingerprintOf(ring, first.leadId, registering.business)
  let lead = first
  let { proof } = registering
  let claimedBy: string | undefined
  for (let round = 0; round < 5; round++) {
    const now = { ...registering, proof }
    const again = sameAgain(lead, now, fingerprint)
    if (again) return answerAgain(deps, now, again)
    if (proof.provedAt !== undefined) throw codeExpired()
    const change = await changeOf(ring, lead, now, { fingerprint, claimedBy })
    const stood: RegistrationObstacle | undefined = await deps.registrations.register(change)
    const { customerId, registration } = change
    if (!stood) return { answered: { customerId, outcome: registration.outcome, at: registering.at }, replayed: false }
    if (stood.answered) return replayedAnswer(stood.answered, registering.idempotency?.fingerprint ?? '')
    claimedBy = stood.claimedBy ?? claimedBy
    lead = stood.lead ?? lead
    if (stood.codeIsSpent) proof = { provedAt: stood.codeUsedAt ?? lead.registration?.at ?? registering.at }
  }
  throw new Problem('store_unavailable', 'The lead is being changed by others: send the same request again.', {
    headers: { 'retry-after': '1' },
  })
}
