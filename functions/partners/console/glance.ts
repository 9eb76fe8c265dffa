import type { PartnerStanding } from '../../../shared/contract/partners.ts'
import { monthOf } from '../../../shared/domain/day.ts'
import type { Partner } from '../../../shared/domain/partner.ts'
import { type Statement, statementOf } from '../../../shared/domain/partnerStatement.ts'
import type { PartnersDeps } from '../deps.ts'
import { standingOf } from '../standing.ts'

/** A partner at a glance: how it stands, what came from it today, and what it is owed this month. */
export type Glance = Pick<PartnerStanding, 'tests' | 'today'> & {
  partner: Partner
  acceptedToday: number
  totals: Statement['totals']
}

export const glanceAt = async (deps: PartnersDeps, partner: Partner): Promise<Glance> => {
  const { tests, today } = await standingOf(deps, partner)
  const month = monthOf(today.day)
  const { rows, totals } = statementOf(month, await deps.statements.brought(partner.partnerId, month))
  const ofToday = rows.filter(({ day }) => day === today.day)
  return { partner, tests, today, totals, acceptedToday: ofToday.reduce((sum, { accepted }) => sum + accepted, 0) }
}
