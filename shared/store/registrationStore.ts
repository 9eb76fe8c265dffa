import * as z from 'zod'
import { CustomerId, LeadId, RegistrationOutcome } from '../domain/lead.ts'
import { SentCode } from '../domain/phoneCode.ts'
import { idempotencyKey, identityKey } from './keys.ts'
import { type LeadVersions, leadReplacement } from './leadStore.ts'
import { useCode } from './phoneCodeStore.ts'
import { type Item, NOT_EXISTS, type Table, type Write } from './table.ts'

const IdentityClaim = z.object({ customerId: CustomerId, leadId: LeadId })

/** What an idempotency key was answered with; `at` is when the lead token was made. */
const AnsweredRegistration = z.object({
  /** The lead that it goes on as. */
  leadId: LeadId.optional(),
  customerId: CustomerId,
  outcome: RegistrationOutcome,
  at: z.iso.datetime(),
})
const IdempotencyRecord = z.object({ fingerprint: z.string(), answered: AnsweredRegistration })
export type IdempotencyRecord = z.infer<typeof IdempotencyRecord>

/** What a registration changes, all or nothing: the lead first, then those that are joined with it. */
export type RegistrationChange = {
  leads: readonly [LeadVersions, ...LeadVersions[]]
  /** The blind index of the phone, and the customer that it becomes; undefined where it is one already. */
  claim: { index: string; customerId: string } | undefined
  code: { index: string; sent: SentCode } | undefined
  idempotency: ({ index: string } & IdempotencyRecord) | undefined
  at: string
}

/** What stood in the way: leads that changed meanwhile, the lead that made the phone a customer, what the key answered, a code that was used or is no longer the last. */
export type RegistrationObstacle = {
  claimedBy: string | undefined
  answered: IdempotencyRecord | undefined
  codeIsSpent: boolean
  codeUsedAt: string | undefined
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
  const { leads, claim, at } = change
  const [{ after }] = leads
  const { index = '', ...customer } = claim ?? {}
  const identity = { ...identityKey('phone', index), ...customer, leadId: after.leadId, at }
  return {
    ...Object.fromEntries(leads.map((versions, i) => [`lead${i}`, leadReplacement(versions)])),
    identity: claim && { put: identity, condition: NOT_EXISTS },
    ...guardsOf(change),
  }
}

const obstacleOf = (stood: Record<string, { item?: Item } | undefined>): RegistrationObstacle => ({
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
