import { attribute, namesAd } from '../domain/attribution.ts'
import type { AttributionRules } from '../domain/attributionRules.ts'
import { type FrozenReceipt, frozen, hasLosers, withoutLosers } from '../domain/frozenReceipt.ts'
import type { Lead } from '../domain/lead.ts'
import { candidatesOf, type Origins } from '../domain/origins.ts'
import { storedBytes } from '../store/storedBytes.ts'

/** Two units of writing; the keys of the item are no part of the lead. */
const MAX_BYTES = 2048 - 64

const fitting = (lead: Lead, receipt: FrozenReceipt): FrozenReceipt =>
  hasLosers(receipt) && storedBytes({ ...lead, attribution: receipt }) > MAX_BYTES ? withoutLosers(receipt) : receipt

/**
 * A lead that arrives, with the receipt of the ad that it is owed to, and counted there. Candidates that are owed nothing
 * are kept as far as writing the lead costs no more for them.
 */
export const attributedLead = (lead: Lead, origins: Origins, rules: AttributionRules, at: string): Lead => {
  const receipt = attribute(candidatesOf(lead, origins, at), rules, at)
  const isOfNoAd = receipt.winner === undefined && !namesAd(lead.dimensions)
  return {
    ...lead,
    dimensions: isOfNoAd ? lead.dimensions : receipt.dimensions,
    attribution: fitting(lead, frozen(receipt, lead)),
  }
}
