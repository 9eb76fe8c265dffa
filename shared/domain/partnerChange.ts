import type { Partner, PartnerSettings } from './partner.ts'
import type { PausedBecause } from './partnerLimits.ts'

type Said = { partnerId: string; settings: PartnerSettings; at: string }

const pausedBecause = (before: Partner | undefined, at: string): PausedBecause =>
  (before?.settings.status === 'paused' ? before.pausedBecause : undefined) ?? { reason: 'operator', at }

/** A partner as an operator says that it is from now on. Who is let in is judged anew; who stays paused is so for the same reason. */
export const partnerWith = (before: Partner | undefined, { partnerId, settings, at }: Said): Partner => {
  const { version = 0, createdAt = at, letInAt } = before ?? {}
  const kept = { partnerId, version: version + 1, createdAt, updatedAt: at, settings }
  if (settings.status === 'paused')
    return { ...kept, ...(letInAt && { letInAt }), pausedBecause: pausedBecause(before, at) }
  return { ...kept, letInAt: before?.settings.status === 'active' ? letInAt : at }
}

/** A partner that a test found to be below what it owes. */
export const pausedPartner = <Kept extends Partner>(partner: Kept, because: PausedBecause): Kept => ({
  ...partner,
  version: partner.version + 1,
  updatedAt: because.at,
  settings: { ...partner.settings, status: 'paused' },
  pausedBecause: because,
})
