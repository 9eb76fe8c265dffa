import { Problem } from '../../shared/contract/problem.ts'
import type { Principal } from '../../shared/runtime/principal.ts'
import type { KeptPartner } from '../../shared/store/partnerStore.ts'
import type { PartnersDeps } from './deps.ts'

/** The partner that a key belongs to; undefined for one of the bank's own. */
export const partnerOfKey = (principal: Principal): string | undefined =>
  principal.kind === 'operator' ? principal.partnerId : undefined

/** Ends in a problem for the key of a partner. */
export const requireOwnStaff = (principal: Principal): void => {
  if (partnerOfKey(principal) !== undefined)
    throw new Problem('wrong_partner', 'Partners are set by keys that belong to no partner.')
}

/** A partner that whoever asks may see. Ends in a problem when there is none, or the key is another partner's. */
export const seenPartner = async (
  { partners }: Pick<PartnersDeps, 'partners'>,
  principal: Principal,
  partnerId: string,
): Promise<KeptPartner> => {
  const own = partnerOfKey(principal)
  if (own !== undefined && own !== partnerId)
    throw new Problem('wrong_partner', 'The key of a partner sees that one alone.')
  const partner = await partners.find(partnerId)
  if (!partner) throw new Problem('partner_not_found', 'Check the partner id in the address.')
  return partner
}
