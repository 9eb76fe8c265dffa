import { Problem } from '../../shared/contract/problem.ts'
import type { RegistrationRequest } from '../../shared/contract/registration.ts'
import type { Consent, Lead, Registration } from '../../shared/domain/lead.ts'
import { type Joined, joinAll } from '../../shared/leads/joinAll.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { blindIndex, customerIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { LeadVersions } from '../../shared/store/leadStore.ts'
import type {
  IdempotencyRecord,
  RegistrationChange,
  RegistrationObstacle,
} from '../../shared/store/registrationStore.ts'
import type { OnboardingDeps } from './deps.ts'
import { codeExpired, type PhoneProof } from './phoneProof.ts'
import { registered } from './registered.ts'
import { placeTaken, samePersons } from './samePerson.ts'

type Business = RegistrationRequest['business']
export type AnsweredRegistration = IdempotencyRecord['answered']

/** What registers a lead. */
export type Registering = {
  proof: PhoneProof
  business: Business
  /** What the person agrees to with it, who agreed to nothing before. */
  consent: Consent | undefined
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

/** The answer to a lead that is a customer already with this business; nothing when there is something to change. */
const sameAgain = (
  ring: KeyRing,
  lead: Lead,
  { proof, business, at }: Registering,
): AnsweredRegistration | undefined => {
  const { leadId, customerId, registration } = lead
  const isSame = registration?.fingerprint === fingerprintOf(ring, leadId, business)
  if (customerId === undefined || !isSame) return undefined
  return { leadId, customerId, outcome: registration.outcome, at: proof.provedAt ?? at }
}

const identityOf = (ring: KeyRing, phone: string): string =>
  blindIndex(ring, 'identity', 'phone', phone).toString('base64url')

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

/** Whoever is joined with a lead that was a customer before is told so. */
const outcomeOf = ({ survivor }: Joined, lead: Lead, { registration }: Lead): Registration['outcome'] =>
  survivor.registration !== undefined && survivor.leadId !== lead.leadId
    ? 'already_registered'
    : (registration?.outcome ?? 'registered')

/** What the registration makes of the lead and of all that are the same person, with its answer. */
const changeOf = async (
  deps: OnboardingDeps,
  lead: Lead,
  registering: Registering,
  claimedBy: string | undefined,
): Promise<{ change: RegistrationChange; answered: AnsweredRegistration }> => {
  const ring = await deps.ring()
  const { proof, business, idempotency, at } = registering
  const { phone, code } = proof
  const { same, place } = await samePersons(deps, ring, lead, phone)
  const joined = await joinAll(ring, { before: lead, after: lead }, same, at)
  const { leadId } = joined.survivor
  const customer = { customerId: customerIdOf(ring, phone), fingerprint: fingerprintOf(ring, leadId, business) }
  const after = await registered(ring, joined, { ...registering, ...customer, claimedBy })
  const leads: [LeadVersions, ...LeadVersions[]] = [{ before: joined.before, after }, ...joined.others]
  if (place) leads.push(placeTaken(ring, after, place, phone, at))
  const isCustomer = joined.survivor.registration !== undefined || claimedBy !== undefined
  const answered = { leadId, customerId: customer.customerId, outcome: outcomeOf(joined, lead, after), at }
  return {
    change: {
      leads,
      claim: isCustomer ? undefined : { index: identityOf(ring, phone), customerId: customer.customerId },
      code,
      idempotency: idempotency && { ...idempotency, answered },
      at,
    },
    answered,
  }
}

/** Registers a lead. What is found in its place decides what the registration becomes, and it is tried again as that. */
export const register = async (deps: OnboardingDeps, first: Lead, registering: Registering): Promise<Registered> => {
  const ring = await deps.ring()
  let lead = first
  let { proof } = registering
  let claimedBy: string | undefined
  for (let round = 0; round < 5; round++) {
    const now = { ...registering, proof }
    const again = sameAgain(ring, lead, now)
    if (again) return answerAgain(deps, now, again)
    if (proof.provedAt !== undefined) {
      if (round > 0) throw codeExpired()
      // Between the reading of the lead and of the code another request may have used the code.
      lead = (await leadNow(deps, lead.leadId)) ?? lead
      continue
    }
    const { change, answered } = await changeOf(deps, lead, now, claimedBy)
    const stood: RegistrationObstacle | undefined = await deps.registrations.register(change)
    if (!stood) return { answered, replayed: false }
    if (stood.answered) return replayedAnswer(stood.answered, registering.idempotency?.fingerprint ?? '')
    claimedBy = stood.claimedBy ?? claimedBy
    lead = (await leadNow(deps, lead.leadId)) ?? lead
    if (stood.codeIsSpent) proof = { ...proof, provedAt: stood.codeUsedAt ?? lead.registration?.at ?? registering.at }
  }
  throw new Problem('store_unavailable', 'The lead is being changed by others: send the same request again.', {
    headers: { 'retry-after': '1' },
  })
}
