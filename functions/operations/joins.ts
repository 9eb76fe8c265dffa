import type { undoJoin as undoJoinEndpoint } from '../../shared/contract/leads.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { partLeads } from '../../shared/domain/join.ts'
import { type Join, type Lead, PersonalData } from '../../shared/domain/lead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { sealAgain } from '../../shared/security/sealing.ts'
import type { OperationsDeps } from './deps.ts'

const ROUNDS = 5

const notJoined = () => new Problem('not_joined', 'Look at the lead: it goes on by itself.')

/** The lead without what it knows of the person from the other one alone; a customer keeps what was verified since. */
const withoutBrought = async (deps: OperationsDeps, lead: Lead, { fields }: Join): Promise<Lead> => {
  if (lead.customerId !== undefined || fields.length === 0) return lead
  const ring = await deps.ring()
  const person = Object.entries(await personOf(ring, lead)).filter(([name]) => !fields.includes(name))
  const own = PersonalData.parse(Object.fromEntries(person))
  return { ...lead, sealed: await sealAgain(ring, lead.leadId, lead.wrappedKey, own) }
}

/** The lead that was joined, and the one it goes on as. Ends in a problem when it is none, or when the two are one by a phone alone. */
const pairOf = async (
  { leads }: OperationsDeps,
  leadId: string,
): Promise<{ other: Lead; survivor: Lead; join: Join }> => {
  const other = await leads.find(leadId)
  if (!other) throw new Problem('lead_not_found', 'Check the lead id in the address.')
  if (other.verdict.status !== 'joined') throw notJoined()
  const survivor = await leadNow({ leads }, other.verdict.into)
  const join = survivor?.joins?.find((one) => one.leadId === leadId)
  if (!survivor || !join) throw notJoined()
  return { other, survivor, join }
}

/** Parts two leads that were joined: both are counted as if they had never been. */
export const undoJoin =
  (deps: OperationsDeps) =>
  async (leadId: string): Promise<void> => {
    for (let round = 0; round < ROUNDS; round++) {
      const { other, survivor, join } = await pairOf(deps, leadId)
      const at = deps.now().toISOString()
      const eventIds = {
        other: eventIdOf('lead.parted', leadId, survivor.leadId, at),
        survivor: eventIdOf('lead.parted', survivor.leadId, leadId, at),
      }
      const parted = partLeads(await withoutBrought(deps, survivor, join), other, join, { at, eventIds })
      const versions = [
        { before: other, after: parted.other },
        { before: survivor, after: parted.survivor },
      ]
      if (await deps.leads.replaceAll(versions)) {
        note({ leadId, campaignId: other.campaignId, outcome: 'parted' })
        return
      }
    }
    throw new Problem('store_unavailable', 'The leads are being changed by others: send the same request again.')
  }

export const handleUndoJoin =
  (deps: OperationsDeps) =>
  async ({
    params,
  }: Input<{ leadId: string }, undefined, undefined>): Promise<Answer<(typeof undoJoinEndpoint)['success']>> => {
    await undoJoin(deps)(params.leadId)
    return { status: 200, body: { leadId: params.leadId, status: 'accepted' } }
  }
