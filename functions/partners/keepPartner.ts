import type { PartnerView } from '../../shared/contract/partners.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { PartnerSettings } from '../../shared/domain/partner.ts'
import { partnerWith } from '../../shared/domain/partnerChange.ts'
import { sealSecrets } from '../../shared/providers/partnerSecrets.ts'
import { note } from '../../shared/runtime/log.ts'
import type { KeptPartner, SealedSecrets } from '../../shared/store/partnerStore.ts'
import type { PartnersDeps } from './deps.ts'

/** What operators see of a partner. */
export const viewOf = ({ wrappedKey: _, sealed, ...partner }: KeptPartner): PartnerView => ({
  ...partner,
  hasSecret: sealed !== undefined,
})

export const stalePartner = (current: number | undefined): Problem =>
  new Problem(
    'version_stale',
    current === undefined
      ? 'There is no such partner: leave If-Match out to create it.'
      : `Read the partner again; it is at version "${current}".`,
  )

type Keeping = {
  partnerId: string
  settings: PartnerSettings
  /** Undefined: those that it has. */
  secrets?: readonly string[] | undefined
  before: KeptPartner | undefined
}

const secretsOf = async ({ ring }: PartnersDeps, keeping: Keeping): Promise<Partial<SealedSecrets>> => {
  const { partnerId, secrets, before } = keeping
  if (secrets === undefined) return { wrappedKey: before?.wrappedKey, sealed: before?.sealed }
  return secrets.length === 0 ? {} : sealSecrets(await ring(), partnerId, secrets)
}

/** Keeps what is said of a partner, as a new one (`before` undefined) or in the place of the one that was read. Fails with `version_stale` when somebody was quicker. */
export const keepPartner = async (deps: PartnersDeps, keeping: Keeping): Promise<KeptPartner> => {
  const { partners, now } = deps
  const { partnerId, settings, before } = keeping
  const said = partnerWith(before, { partnerId, settings, at: now().toISOString() })
  const kept = { ...said, ...(await secretsOf(deps, keeping)) }
  const isKept = await (before ? partners.replace(kept) : partners.create(kept))
  if (!isKept) throw stalePartner((await partners.find(partnerId))?.version)
  note({ partnerId, outcome: settings.status })
  return kept
}
