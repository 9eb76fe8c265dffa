import { joinLeads, mayJoin, survivorOf } from '../domain/join.ts'
import type { JoinReason, Lead, MovedCount } from '../domain/lead.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { sealAgain } from '../security/sealing.ts'
import type { LeadVersions } from '../store/leadStore.ts'
import { personOf } from './personOf.ts'

/** A lead that is the same person as the one at hand, and why. */
export type SamePerson = { lead: Lead; reason: JoinReason }

/** Leads joined: the one that goes on, with what is counted with it from now on, and the others as they are to be kept. */
export type Joined = { survivor: Lead; before: Lead | undefined; gained: MovedCount[]; others: LeadVersions[] }

/** The survivor with what of the person it lacks and the other knows, and the names of that. */
const withPerson = async (ring: KeyRing, survivor: Lead, other: Lead): Promise<{ lead: Lead; fields: string[] }> => {
  const [own, its] = await Promise.all([personOf(ring, survivor), personOf(ring, other)])
  const fields = Object.keys(its).filter((name) => !(name in own))
  if (fields.length === 0) return { lead: survivor, fields }
  const sealed = await sealAgain(ring, survivor.leadId, survivor.wrappedKey, { ...its, ...own })
  return { lead: { ...survivor, sealed }, fields }
}

/** Joins leads of one person with the lead at hand, which may be new (`before` undefined). Those that may not be joined stay as they are. */
export const joinAll = async (
  ring: KeyRing,
  { before, after }: LeadVersions,
  same: readonly SamePerson[],
  at: string,
): Promise<Joined> => {
  let joined: Joined = { survivor: after, before, gained: [], others: [] }
  for (const { lead, reason } of same) {
    const { survivor, before: survivorBefore, gained, others } = joined
    if (!mayJoin(survivor, lead)) continue
    const goesOn = survivorOf([survivor, lead]) === survivor
    const [into, from] = goesOn ? [survivor, lead] : [lead, survivor]
    const { lead: whole, fields } = await withPerson(ring, into, from)
    const eventId = eventIdOf('lead.joined', from.leadId, into.leadId, at)
    const made = joinLeads(whole, from, { reason, at, eventId, fields })
    joined = {
      survivor: made.survivor,
      before: goesOn ? survivorBefore : lead,
      gained: [...(goesOn ? gained : []), ...made.gained],
      others: [...others, { before: goesOn ? lead : survivorBefore, after: made.other }],
    }
  }
  return joined
}
