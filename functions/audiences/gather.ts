import { LEFT_OUT, type LeftOut } from '../../shared/domain/audience.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import type { AudiencesDeps } from './deps.ts'
import { type Judged, judge, type Member } from './judge.ts'
import type { Order } from './order.ts'
import { leadsOn, rosterCursorOf } from './walk.ts'

/** How many leads are looked at for one answer. */
const MOST_LOOKED_AT = 5000

/** How many leads are judged at once, each with some requests of its own. */
const AT_ONCE = 25

export type LeftOutCounts = Record<LeftOut, number>

/** Who is in a pack, how many are not, and where to go on when there may be more. */
export type Gathered = { members: Member[]; leftOut: LeftOutCounts; next?: string }

const none = (): LeftOutCounts => Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])) as LeftOutCounts

/** Some leads as they are at this moment: whoever withdrew consent just now must be seen to have. */
const judgedAll = async (deps: AudiencesDeps, order: Order, leadIds: readonly string[]) => {
  const leads = await deps.leads.findAll(leadIds, { consistent: true })
  const judged = new Map<string, Judged | undefined>()
  const judgeOne = async (lead: Lead) => {
    judged.set(lead.leadId, await judge(deps, order, lead))
  }
  for (let from = 0; from < leads.length; from += AT_ONCE)
    await Promise.all(leads.slice(from, from + AT_ONCE).map(judgeOne))
  return judged
}

/** Looks through the leads of an order until it has as many as are asked for, or has looked at enough of them. */
export const gather = async (deps: AudiencesDeps, order: Order): Promise<Gathered> => {
  const [members, leftOut]: [Member[], LeftOutCounts] = [[], none()]
  let looked = 0
  for await (const some of leadsOn(deps, order)) {
    const judged = await judgedAll(
      deps,
      order,
      some.map(({ leadId }) => leadId),
    )
    for (const one of some) {
      const found = judged.get(one.leadId)
      if (found && 'lead' in found) members.push(found)
      else if (found) leftOut[found.leftOut] += 1
      looked += 1
      if (members.length === order.limit || looked === MOST_LOOKED_AT)
        return { members, leftOut, next: rosterCursorOf(one) }
    }
  }
  return { members, leftOut }
}
