import type { Change, Consent, Lead, Registration } from '../../shared/domain/lead.ts'
import type { Milestone } from '../../shared/domain/milestone.ts'
import type { Joined } from '../../shared/leads/joinAll.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { sealAgain } from '../../shared/security/sealing.ts'
import type { Registering } from './registration.ts'

/** What registers the lead; `claimedBy` is the lead that made the phone a customer, when one is known to have. */
type As = Registering & { customerId: string; fingerprint: string; claimedBy: string | undefined }

/** A phone is left with a registration where none was before. A customer is won once: the phone that another lead made a customer is not counted again. */
const reachedBy = ({ milestones }: Lead, outcome: Registration['outcome']): Milestone[] => [
  ...(milestones.captured === undefined ? (['captured'] as const) : []),
  ...(outcome === 'registered' && milestones.registered === undefined ? (['registered'] as const) : []),
]

/** The change of a lead that became a customer; of a correction there is none, and of a customer who was somebody else's lead too a repeat. */
const eventOf = ({ survivor, gained }: Joined, outcome: Registration['outcome'], at: string): Change | undefined => {
  const { leadId, registration } = survivor
  const more = gained.length > 0 ? { gained } : {}
  if (registration === undefined)
    return {
      id: eventIdOf('lead.registered', leadId),
      type: 'lead.registered',
      at,
      reached: reachedBy(survivor, outcome),
      ...more,
    }
  if (gained.length === 0) return undefined
  return { id: eventIdOf('lead.repeated', leadId, 'registration', at), type: 'lead.repeated', at, reached: [], ...more }
}

const consented = (lead: Lead, consent: Consent | undefined): Consent =>
  consent && lead.consent.purposes.length === 0 ? consent : lead.consent

/** The lead as a customer, with the phone and the business in its sealed data. */
export const registered = async (ring: KeyRing, joined: Joined, as: As): Promise<Lead> => {
  const { survivor } = joined
  const { leadId, wrappedKey, registration: before } = survivor
  const { proof, business, customerId, fingerprint, claimedBy, at } = as
  const first = claimedBy === undefined || claimedBy === leadId ? 'registered' : 'already_registered'
  const outcome = before?.outcome ?? first
  const event = eventOf(joined, outcome, at)
  const reached = Object.fromEntries((event?.reached ?? []).map((milestone) => [milestone, at]))
  const person = { ...(await personOf(ring, survivor)), phone: proof.phone, business }
  const { wechatCode = before?.wechatCode } = proof
  return {
    ...survivor,
    consent: consented(survivor, as.consent),
    customerId,
    registration: { outcome, at: before?.at ?? at, fingerprint, ...(wechatCode !== undefined && { wechatCode }) },
    milestones: { ...survivor.milestones, ...reached },
    sealed: await sealAgain(ring, leadId, wrappedKey, person),
    ...(event && { event }),
  }
}
