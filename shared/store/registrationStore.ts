import * as z from 'zod'
import { type Change, CustomerId, Lead, LeadId, type Registration, RegistrationOutcome } from '../domain/lead.ts'
import { SentCode } from '../domain/phoneCode.ts'
import { idempotencyKey, identityKey, leadKey } from './keys.ts'
import { useCode } from './phoneCodeStore.ts'
import { type Item, NOT_EXISTS, type Table, type Write } from './table.ts'

const IdentityClaim = z.object({ customerId: CustomerId, leadId: LeadId })

/** What an idempotency key was answered with; `at` is when the lead token was made. */
const AnsweredRegistration = z.object({
  customerId: CustomerId,
  outcome: RegistrationOutcome,
  at: z.iso.datetime(),
})
const IdempotencyRecord = z.object({ fingerprint: z.string(), answered: AnsweredRegistration })
export type IdempotencyRecord = z.infer<typeof IdempotencyRecord>

/** What a registration changes, all or nothing. `before` is the lead as it was read. */
export type RegistrationChange = {
  before: Lead
  customerId: string
  registration: Registration
  sealed: string
  /** Of a first registration; of a correction there is none. */
  event: Change | undefined
  /** The blind index of the phone, where the phone becomes this lead's customer. */
  identity: string | undefined
  code: { index: string; sent: SentCode } | undefined
  idempotency: ({ index: string } & IdempotencyRecord) | undefined
  at: string
}

/** What stood in the way: the lead as it is, the lead that made the phone a customer, what the key answered, a code that was used or is no longer the last. */
export type RegistrationObstacle = {
  lead: Lead | undefined
  claimedBy: string | undefined
  answered: IdempotencyRecord | undefined
  codeIsSpent: boolean
  codeUsedAt: string | undefined
}

const leadWrite = ({ before, customerId, registration, sealed, event }: RegistrationChange): Write => {
  const reaches = event?.reached.includes('registered') ?? false
  const sets = ['customerId = :customer', 'registration = :registration', 'sealed = :sealed']
  if (event) sets.push('#event = :event')
  if (reaches) sets.push('milestones.registered = :at')
  return {
    update: leadKey(before.leadId),
    change: {
      expression: `SET ${sets.join(', ')}`,
      names: event && { '#event': 'event' },
      values: {
        ':customer': customerId,
        ':registration': registration,
        ':sealed': sealed,
        ':event': event,
        ':at': reaches ? event?.at : undefined,
      },
    },
    condition: { expression: 'sealed = :before', values: { ':before': before.sealed } },
  }
}

/** Writes beside that of the lead: the code is used up, the key remembers its answer. */
const guardsOf = ({ code, idempotency, at }: Pick<RegistrationChange, 'code' | 'idempotency' | 'at'>) => {
  const { index = '', ...record } = idempotency ?? {}
  return {
    code: code && useCode(code.index, code.sent, at),
    idempotency: idempotency && { put: { ...idempotencyKey(index), ...record }, condition: NOT_EXISTS },
  }
}

const writesOf = (change: RegistrationChange) => {
  const { before, customerId, identity, at } = change
  const claim = { customerId, leadId: before.leadId, at }
  return {
    lead: leadWrite(change),
    identity:
      identity === undefined
        ? undefined
        : { put: { ...identityKey('phone', identity), ...claim }, condition: NOT_EXISTS },
    ...guardsOf(change),
  }
}

const obstacleOf = (stood: Record<string, { item?: Item } | undefined>): RegistrationObstacle => ({
  lead: stood.lead?.item && Lead.parse(stood.lead.item),
  claimedBy: stood.identity?.item && IdentityClaim.parse(stood.identity.item).leadId,
  answered: stood.idempotency?.item && IdempotencyRecord.parse(stood.idempotency.item),
  codeIsSpent: stood.code !== undefined,
  codeUsedAt: stood.code?.item && SentCode.parse(stood.code.item).usedAt,
})

/** Makes all writes or none; what stood in the way when it was none. */
const writeNamed = async (
  table: Table,
  named: Record<string, Write | undefined>,
): Promise<RegistrationObstacle | undefined> => {
  const writes = Object.entries(named).flatMap(([kind, write]) => (write ? [{ kind, write }] : []))
  const obstacles = await table.writeAll(writes.map(({ write }) => write))
  return obstacles && obstacleOf(Object.fromEntries(writes.map(({ kind }, i) => [kind, obstacles[i]])))
}

/** Registrations: the claim of the phone, the lead, the code and the answer change in one transaction. */
export const registrationStore = (table: Table) => ({
  async findAnswered(index: string): Promise<IdempotencyRecord | undefined> {
    const item = await table.get(idempotencyKey(index), { consistent: true })
    return item && IdempotencyRecord.parse(item)
  },

  /** Remembers an answer that changes no lead; what the key answered before, if it did. */
  async remember(
    answer: Pick<RegistrationChange, 'code' | 'idempotency' | 'at'>,
  ): Promise<IdempotencyRecord | undefined> {
    return (await writeNamed(table, guardsOf(answer)))?.answered
  },

  /** Makes the change; undefined when it happened. */
  register: (change: RegistrationChange): Promise<RegistrationObstacle | undefined> =>
    writeNamed(table, writesOf(change)),
})

export type RegistrationStore = ReturnType<typeof registrationStore>
