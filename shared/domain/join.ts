import type { Admitted } from './admission.ts'
import type { Change, Join, JoinReason, Lead, MovedCount } from './lead.ts'
import { MILESTONES, type Milestone, type Milestones } from './milestone.ts'

const reachedOf = (milestones: Milestones): MovedCount[] =>
  MILESTONES.flatMap((milestone) => {
    const at = milestones[milestone]
    return at === undefined ? [] : [{ milestone, at }]
  })

/** What a lead itself is counted with: clicks, and the visit that it names, are counted under ids of their own. */
const ownCounts = ({ milestones, touch }: Lead): MovedCount[] =>
  reachedOf(milestones).filter(
    ({ milestone }) => milestone !== 'clicked' && (milestone !== 'visited' || touch.visitId === undefined),
  )

/** Of leads that are one person, the one that goes on: a registered one, for its applications are its own, else the earliest. */
export const survivorOf = (leads: readonly Lead[]): Lead | undefined =>
  [...leads].sort((a, b) => {
    const [first, second] = [a, b].map(({ customerId }) => (customerId === undefined ? 1 : 0))
    return (first ?? 0) - (second ?? 0) || (a.receivedAt < b.receivedAt ? -1 : 1)
  })[0]

/** Whether two leads may be joined: both accepted, in the same mode, and not both customers. */
export const mayJoin = (a: Lead, b: Lead): boolean =>
  a.leadId !== b.leadId &&
  a.verdict.status === 'accepted' &&
  b.verdict.status === 'accepted' &&
  a.mode === b.mode &&
  (a.customerId === undefined || b.customerId === undefined)

/** A partner is owed a person whose contact nobody had before, as whichever lead that one goes on; for another nothing is owed. */
const admittedAfter = (survivor: Lead, { admitted, leadId }: Lead): { survivor?: Admitted; other?: Admitted } => {
  if (!admitted) return {}
  return survivor.milestones.captured === undefined
    ? { survivor: { ...admitted, of: admitted.of ?? leadId } }
    : { other: { ...admitted, lapsed: true } }
}

/** What of a lead's personal data the other lacks, by name. */
type Brought = { fields: string[] }

/**
 * A lead that goes on as another one, and the other with what it brought. What the first was counted with is counted no
 * longer with it; what the other had not reached is counted with it. The survivor's own event is not set.
 */
export const joinLeads = (
  survivor: Lead,
  other: Lead,
  { reason, at, eventId, fields }: { reason: JoinReason; at: string; eventId: string } & Brought,
): { survivor: Lead; other: Lead; gained: MovedCount[] } => {
  const isNew = ({ milestone }: MovedCount) => survivor.milestones[milestone] === undefined
  const milestones = reachedOf(other.milestones).filter(isNew)
  const join: Join = { leadId: other.leadId, milestones: milestones.map(({ milestone }) => milestone), fields }
  const event: Change = { id: eventId, type: 'lead.joined', at, reached: [], other: survivor.leadId }
  const admitted = admittedAfter(survivor, other)
  return {
    survivor: {
      ...survivor,
      milestones: { ...other.milestones, ...survivor.milestones },
      ...(admitted.survivor && { admitted: admitted.survivor }),
      // Somebody who only followed agreed to nothing.
      consent: survivor.consent.purposes.length > 0 ? survivor.consent : other.consent,
      ...((survivor.follower ?? other.follower) && { follower: survivor.follower ?? other.follower }),
      joins: [...(survivor.joins ?? []), join],
    },
    other: {
      ...other,
      verdict: { status: 'joined', into: survivor.leadId, reason },
      ...(admitted.other && { admitted: admitted.other }),
      event: { ...event, moved: ownCounts(other) },
    },
    gained: ownCounts(other).filter(isNew),
  }
}

/** Two leads that were joined, apart again: each is counted as if they had never been. */
export const partLeads = (
  survivor: Lead,
  other: Lead,
  join: Join,
  { at, eventIds }: { at: string; eventIds: { survivor: string; other: string } },
): { survivor: Lead; other: Lead } => {
  const brought = new Set<Milestone>(join.milestones)
  const counted = ownCounts(other)
  const event = { type: 'lead.parted' as const, at, reached: [] }
  const { admitted: own, ...rest } = survivor
  return {
    survivor: {
      ...rest,
      ...(own && !brought.has('captured') && { admitted: own }),
      milestones: Object.fromEntries(
        Object.entries(survivor.milestones).filter(([milestone]) => !brought.has(milestone as Milestone)),
      ),
      joins: survivor.joins?.filter(({ leadId }) => leadId !== other.leadId),
      event: {
        ...event,
        id: eventIds.survivor,
        other: other.leadId,
        moved: counted.filter(({ milestone }) => brought.has(milestone)),
      },
    },
    other: {
      ...other,
      ...(other.admitted && { admitted: { ...other.admitted, lapsed: undefined } }),
      verdict: { status: 'accepted' },
      event: { ...event, id: eventIds.other, other: survivor.leadId, gained: counted },
    },
  }
}
