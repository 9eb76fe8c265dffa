import { dayOf } from '../domain/day.ts'
import type { Change, Lead } from '../domain/lead.ts'
import type { BroughtLead } from '../domain/partnerStatement.ts'
import type { Journaled } from '../store/journalStore.ts'

/** Changes by which a lead that was let in is owed for, or no longer. */
const OWED: readonly Change['type'][] = ['lead.captured', 'lead.joined', 'lead.parted']

type Stated = NonNullable<Journaled['stated']>

const owedFor = (lead: Lead): Stated | undefined => {
  const { admitted, leadId, campaignId, timezone, verdict } = lead
  if (!admitted || !OWED.includes(lead.event.type)) return undefined
  const { partnerId, priceFen, at, of = leadId, lapsed } = admitted
  const goesOnAs = verdict.status === 'joined' ? verdict.into : leadId
  const where = { at, day: dayOf(at, timezone), campaignId }
  const said: BroughtLead = lapsed
    ? { ...where, leadId: of, outcome: 'joined' }
    : { ...where, leadId: goesOnAs, outcome: 'accepted', priceFen }
  return { partnerId, id: of, lead: said }
}

const notOwedFor = ({ leadId, campaignId, timezone, verdict, event }: Lead): Stated | undefined => {
  const { id, at, type, broughtBy } = event
  if (!broughtBy) return undefined
  const where = { leadId, at, day: dayOf(at, timezone), campaignId }
  if (type === 'lead.repeated') return { partnerId: broughtBy.partnerId, id, lead: { ...where, outcome: 'duplicate' } }
  if (verdict.status !== 'rejected') return undefined
  const reason = verdict.partnerRefusal ?? verdict.reason
  return { partnerId: broughtBy.partnerId, id, lead: { ...where, outcome: 'rejected', reason } }
}

/** What a lead's change says in the statement of the partner that brought it, if one did. Tests are billed to nobody. */
export const statedOf = (lead: Lead): Stated | undefined =>
  lead.mode === 'test' ? undefined : (owedFor(lead) ?? notOwedFor(lead))
