import { isOf, isOverturned, type LeftOut, refusalOf } from '../../shared/domain/audience.ts'
import { outcomeOf } from '../../shared/domain/decision.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { normalizePhone } from '../../shared/domain/phone.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { phoneIdFor } from '../../shared/platforms/audiences/phoneIds.ts'
import { leadKey } from '../../shared/store/keys.ts'
import type { AudiencesDeps } from './deps.ts'
import type { Order } from './order.ts'

/** A lead that may leave, with what the platform knows it by. */
export type Member = { lead: Lead; id: string }

export type Judged = Member | { leftOut: LeftOut }

/** What the decisions about the applications of a lead come to. The journal names them, the latest change of the lead before it does. */
const statusesOf = async ({ applications, journal }: AudiencesDeps, { leadId, event }: Lead) => {
  const entries = await journal.entries(leadKey(leadId).pk)
  const named = [event.applicationId, ...entries.map(({ details }) => details?.applicationId)]
  const ids = new Set(named.filter((id) => typeof id === 'string'))
  const found = await Promise.all([...ids].map((id) => applications.find(id, { consistent: false })))
  return found.flatMap((application) => (application ? [outcomeOf(application.decisions).status] : []))
}

/** What a platform knows a lead by. Only of leads that may leave. */
const memberOf = async ({ ring }: AudiencesDeps, { platform }: Order, lead: Lead): Promise<Judged> => {
  const { phone: written = '' } = await personOf(await ring(), lead)
  const phone = normalizePhone(written)
  return phone === undefined ? { leftOut: 'no_phone' } : { lead, id: phoneIdFor(platform, phone) }
}

/** Whether a lead that was in a pack may still leave: a decision that was reversed since makes no other pack of it. */
export const judgeAgain = async (deps: AudiencesDeps, order: Order, lead: Lead): Promise<Judged> => {
  const leftOut = refusalOf(lead, order.recipient)
  return leftOut === undefined ? memberOf(deps, order, lead) : { leftOut }
}

/** Whether a lead leaves with a pack; undefined when it is none of it. Nothing of it is decrypted unless it may. */
export const judge = async (deps: AudiencesDeps, order: Order, lead: Lead): Promise<Judged | undefined> => {
  const { kind, recipient } = order
  if (!isOf(kind, lead)) return undefined
  const leftOut = refusalOf(lead, recipient)
  if (leftOut !== undefined) return { leftOut }
  const statuses = lead.verdict.status === 'accepted' ? await statusesOf(deps, lead) : []
  return isOverturned(kind, lead, statuses) ? { leftOut: 'overturned' } : memberOf(deps, order, lead)
}
