import * as z from 'zod'
import type { Amounts } from '../domain/amounts.ts'
import { type Change, Lead, LeadId, RejectionReason } from '../domain/lead.ts'
import { LATER_EVENTS, Milestone, Milestones } from '../domain/milestone.ts'
import { type Cap, capWrite } from './capStore.ts'
import { challengeKey, idempotencyKey, leadKey } from './keys.ts'
import { type Expression, NOT_EXISTS, type Obstacle, type Table, type Write } from './table.ts'

/** What an idempotency key was answered with; `at` is when the lead token was made. */
export const Answered = z.object({
  status: z.union([z.literal(200), z.literal(201)]),
  leadId: LeadId,
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  reason: RejectionReason.optional(),
  milestones: Milestones,
  next: z.array(Milestone),
  at: z.iso.datetime(),
})
export type Answered = z.infer<typeof Answered>

const IdempotencyRecord = z.object({ fingerprint: z.string(), answered: Answered })
const ChallengeUse = z.object({ leadId: LeadId, ttl: z.int() })

/** A change of a lead. */
export type LeadChange =
  | { step: 'create' | 'accept'; lead: Lead }
  | { step: 'repeat'; leadId: string; event: Change }
  | { step: 'ignore' }

/** The event that says what a lead reached; who followed at first may visit later. */
const EVENTS = { ...LATER_EVENTS, visited: 'visit.recorded' } as const

/** A milestone that a lead reaches once it is there, the event that says so, and the money that came with it. */
export type Reach = { milestone: keyof typeof EVENTS; eventId: string; at: string; amounts?: Amounts }

/** What is remembered in the same write as the change, so that it happens once. */
export type Guards = {
  idempotency?: { index: string; fingerprint: string; answered: Answered } | undefined
  challenge?: { nonce: string; leadId: string; ttl: number } | undefined
  /** Of a lead that is accepted by this change: the daily cap that it is counted towards. */
  cap?: Cap | undefined
}

/** What stood in the way of a change: the lead, the key or the challenge that was there before. */
export type Before = {
  lead: Lead | undefined
  answered: z.infer<typeof IdempotencyRecord> | undefined
  challengeUsedBy: string | undefined
  isCapReached?: true
}

const hasStatus = (status: 'accepted' | 'rejected'): Expression => ({
  expression: 'verdict.#status = :status',
  names: { '#status': 'status' },
  values: { ':status': status },
})

/** Sets a milestone and its event, unless the lead reached it before or was not accepted. */
export const reachWrite = (leadId: string, { milestone, eventId: id, at, amounts }: Reach): Write => {
  const event: Change = { id, type: EVENTS[milestone], at, reached: [milestone], ...(amounts && { amounts }) }
  const accepted = hasStatus('accepted')
  return {
    update: leadKey(leadId),
    change: {
      expression: 'SET milestones.#milestone = :at, #event = :event',
      names: { '#milestone': milestone, '#event': 'event' },
      values: { ':at': at, ':event': event },
    },
    condition: { ...accepted, expression: `${accepted.expression} AND attribute_not_exists(milestones.#milestone)` },
  }
}

/** A lead as it was read, undefined when there was none, and as it is to be. */
export type LeadVersions = { before: Lead | undefined; after: Lead }

/** Puts a lead in place of the one that was read; it stands in the way when it was changed meanwhile. */
export const leadReplacement = ({ before, after }: LeadVersions): Write => ({
  put: { ...leadKey(after.leadId), ...after },
  condition:
    before === undefined
      ? NOT_EXISTS
      : {
          expression: '#event.id = :before AND sealed = :sealed',
          names: { '#event': 'event' },
          values: { ':before': before.event.id, ':sealed': before.sealed },
        },
})

type NamedWrite = { kind: 'lead' | keyof Guards; write: Write }

const leadWrites = (change: LeadChange): NamedWrite[] => {
  if (change.step === 'ignore') return []
  if (change.step === 'repeat') {
    const set = { expression: 'SET #event = :event', names: { '#event': 'event' }, values: { ':event': change.event } }
    return [{ kind: 'lead', write: { update: leadKey(change.leadId), change: set, condition: hasStatus('accepted') } }]
  }
  const condition = change.step === 'create' ? NOT_EXISTS : hasStatus('rejected')
  return [{ kind: 'lead', write: { put: { ...leadKey(change.lead.leadId), ...change.lead }, condition } }]
}

const idempotencyWrites = ({ idempotency }: Guards): NamedWrite[] => {
  if (!idempotency) return []
  const { index, ...record } = idempotency
  return [{ kind: 'idempotency', write: { put: { ...idempotencyKey(index), ...record }, condition: NOT_EXISTS } }]
}

const challengeWrites = ({ challenge }: Guards): NamedWrite[] => {
  if (!challenge) return []
  const { nonce, ...use } = challenge
  return [{ kind: 'challenge', write: { put: { ...challengeKey(nonce), ...use }, condition: NOT_EXISTS } }]
}

const capWrites = (change: LeadChange, { cap }: Guards): NamedWrite[] => {
  if (!cap || !('lead' in change) || change.lead.verdict.status !== 'accepted') return []
  return [{ kind: 'cap', write: capWrite(cap) }]
}

const beforeOf = (writes: readonly NamedWrite[], obstacles: readonly (Obstacle | undefined)[]): Before => {
  const obstacle = (name: NamedWrite['kind']) => obstacles[writes.findIndex(({ kind }) => kind === name)]
  const item = (kind: NamedWrite['kind']) => obstacle(kind)?.item
  const [lead, answered, challenge] = [item('lead'), item('idempotency'), item('challenge')]
  return {
    lead: lead && Lead.parse(lead),
    answered: answered && IdempotencyRecord.parse(answered),
    challengeUsedBy: challenge && ChallengeUse.parse(challenge).leadId,
    ...(obstacle('cap') && { isCapReached: true }),
  }
}

/** Leads, with what guards a capture against happening twice. */
export const leadStore = (table: Table) => ({
  async find(leadId: string): Promise<Lead | undefined> {
    const item = await table.get(leadKey(leadId), { consistent: true })
    return item && Lead.parse(item)
  },

  /** Those of up to 100 leads that exist, in no order. */
  async findAll(leadIds: readonly string[], options: { consistent?: boolean } = {}): Promise<Lead[]> {
    if (leadIds.length === 0) return []
    const keys = [...new Set(leadIds)].map(leadKey)
    return (await table.getAll(keys, options)).map((item) => Lead.parse(item))
  },

  /** Makes the change and its guards in one write; undefined when it happened. */
  async save(change: LeadChange, guards: Guards): Promise<Before | undefined> {
    const writes = [
      ...leadWrites(change),
      ...idempotencyWrites(guards),
      ...challengeWrites(guards),
      ...capWrites(change, guards),
    ]
    const obstacles = await table.writeAll(writes.map(({ write }) => write))
    return obstacles && beforeOf(writes, obstacles)
  },

  /** Replaces leads, all or none; true when it happened, false when one of them was changed meanwhile. */
  async replaceAll(versions: readonly LeadVersions[]): Promise<boolean> {
    return (await table.writeAll(versions.map(leadReplacement))) === undefined
  },

  /**
   * Sets a milestone and its event in one write; undefined when it happened. A lead that reached it before, or was not
   * accepted, is returned and stays as it is.
   */
  async reach({ leadId }: Pick<Lead, 'leadId'>, reached: Reach): Promise<Lead | undefined> {
    const obstacle = await table.write(reachWrite(leadId, reached))
    return obstacle && Lead.parse(obstacle.item)
  },
})

export type LeadStore = ReturnType<typeof leadStore>
