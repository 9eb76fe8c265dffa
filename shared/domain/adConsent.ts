import { type Destination, type DestinationPlatform, recipientOf } from './destination.ts'
import type { Consent, Lead } from './lead.ts'

/** Those whose servers are abroad. */
const ABROAD: ReadonlySet<DestinationPlatform> = new Set(['meta', 'google_ads'])

type AdPurpose = 'ad_measurement' | 'cross_border'

const refusalFor = (purpose: AdPurpose, { purposes, recipients }: Consent, recipient: string): string | undefined => {
  if (!purposes.includes(purpose)) return `consent_missing_${purpose}`
  return recipients?.[purpose]?.includes(recipient) ? undefined : `recipient_not_named_${purpose}`
}

/** Why nothing about a lead may go to a destination; undefined when the person agreed to it, by purpose and by name. */
export const adRefusal = (lead: Pick<Lead, 'verdict' | 'consent'>, destination: Destination): string | undefined => {
  if (lead.verdict.status === 'rejected') return 'lead_not_accepted'
  const recipient = recipientOf(destination)
  const refusal = refusalFor('ad_measurement', lead.consent, recipient)
  if (refusal !== undefined || !ABROAD.has(destination.platform)) return refusal
  return refusalFor('cross_border', lead.consent, recipient)
}
