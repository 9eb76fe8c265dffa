import type { Partner } from '../../shared/domain/partner.ts'
import { pausedPartner } from '../../shared/domain/partnerChange.ts'
import { qualityOf } from '../../shared/domain/partnerCounts.ts'
import { pauseFor } from '../../shared/domain/partnerLimits.ts'
import { count, log, note } from '../../shared/runtime/log.ts'
import type { KeptPartner } from '../../shared/store/partnerStore.ts'
import type { WatchDeps } from './deps.ts'

const PAGE = 100

const isWatched = ({ settings: { status, limits } }: Partner): boolean =>
  status === 'active' && Object.values(limits).some((limit) => limit !== undefined)

/** Pauses a partner whose tests say so, unless somebody changes it at this moment: the next look is soon enough then. */
const watch = async ({ partners, tallies, now }: WatchDeps, partner: KeptPartner): Promise<boolean> => {
  const { partnerId, letInAt, settings } = partner
  if (letInAt === undefined) return false
  const counts = qualityOf(await tallies.since(partnerId, letInAt))
  const because = pauseFor(settings.limits, counts, now().toISOString())
  if (!because || !(await partners.replace(pausedPartner(partner, because)))) return false
  count('PartnerPaused')
  log.warn('a partner was paused', { partnerId, reason: because.reason })
  return true
}

/** Looks at every partner that is active: one that cannot be looked at keeps no other waiting. */
export const watchPartners = async (deps: WatchDeps): Promise<void> => {
  let [paused, failed] = [0, 0]
  let after: string | undefined
  do {
    const page = await deps.partners.list(PAGE, after)
    for (const partner of page.filter(isWatched))
      try {
        if (await watch(deps, partner)) paused += 1
      } catch (error) {
        failed += 1
        log.error('a partner could not be looked at', error)
      }
    after = page.length === PAGE ? page.at(-1)?.partnerId : undefined
  } while (after !== undefined)
  note({ records: paused })
  if (failed > 0) throw new Error(`${failed} partners could not be looked at`)
}
