import type { PartnerStanding, QualityTest } from '../../shared/contract/partners.ts'
import { DEFAULT_TIMEZONE, dayOf } from '../../shared/domain/day.ts'
import { holdOn, type Partner } from '../../shared/domain/partner.ts'
import { qualityOf } from '../../shared/domain/partnerCounts.ts'
import { type DayCounts, drift } from '../../shared/domain/partnerDrift.ts'
import { testsOf } from '../../shared/domain/partnerLimits.ts'
import type { SequentialTest } from '../../shared/domain/sequentialTest.ts'
import type { PartnersDeps } from './deps.ts'

const testOf = (rate: QualityTest['rate'], counts: readonly DayCounts[], test: SequentialTest): QualityTest => {
  const { verdict: state, llr, lower, upper, explained } = drift(counts, test)
  return { rate, state, llr, lower, upper, ...(explained && { evidence: explained }) }
}

const testsFor = async ({ tallies }: PartnersDeps, { partnerId, settings, letInAt }: Partner) => {
  const days = letInAt === undefined ? [] : await tallies.since(partnerId, letInAt)
  const { duplicates, refusals } = qualityOf(days)
  const { duplicate_rate, approval_rate } = testsOf(settings.limits)
  return [
    ...(duplicate_rate ? [testOf('duplicate_rate', duplicates, duplicate_rate)] : []),
    ...(approval_rate ? [testOf('approval_rate', refusals, approval_rate)] : []),
  ]
}

const capsOn = async ({ caps }: PartnersDeps, { partnerId, settings }: Partner, day: string) => {
  const held = settings.terms.filter((terms) => holdOn(terms, day))
  const counted = held.flatMap(({ id: termsId, dailyCap }) => (dailyCap === undefined ? [] : [{ termsId, dailyCap }]))
  return Promise.all(
    counted.map(async ({ termsId, dailyCap }) => ({
      termsId,
      accepted: await caps.taken({ partnerId, termsId, mode: 'live', day }),
      dailyCap,
    })),
  )
}

/** How the quality of a partner stands, and what its daily caps leave today. */
export const standingOf = async (
  deps: PartnersDeps,
  partner: Partner,
): Promise<Pick<PartnerStanding, 'tests' | 'today'>> => {
  const day = dayOf(deps.now().toISOString(), DEFAULT_TIMEZONE)
  const [tests, caps] = await Promise.all([testsFor(deps, partner), capsOn(deps, partner, day)])
  return { tests, today: { day, caps } }
}
