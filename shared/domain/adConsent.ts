import { type Destination, type DestinationPlatform, recipientOf } from './destination.ts'
import type { Consent, Lead } from './lead.ts'

/** Those whose servers are abroad. */
const ABROAD: ReadonlySet<DestinationPlatform> = new Set(['meta', 'google_ads'])

type AdPurpose = 'ad_measurement' | 'cross_border'

/** What the person did not agree to: a purpose, or that it is told to somebody of this name. */
export type ConsentRefusal = `${'consent_missing' | 'recipient_not_named'}_${AdPurpose}`

/** Whoever is told something, as the consent text names them. */
type Recipient = Pick<Destination, 'platform' | 'recipient'>

const refusalFor = (
  purpose: AdPurpose,
  { purposes, recipients }: Consent,
  recipient: string,
): ConsentRefusal | undefined => {
  if (!purposes.includes(purpose)) return `consent_missing_${purpose}`
  return recipients?.[purpose]?.includes(recipient) ? undefined : `recipient_not_named_${purpose}`
}

/** Why nothing about a person may go to a recipient; undefined when they agreed to it, by purpose and by name. */
export const consentRefusal = (consent: Consent, recipient: Recipient): ConsentRefusal | undefined => {
  const name = recipientOf(recipient)
  const refusal = refusalFor('ad_measurement', consent, name)
  if (refusal !== undefined || !ABROAD.has(recipient.platform)) return refusal
  return refusalFor('cross_border', consent, name)
}

/** Why nothing about a lead may go to a destination; undefined when it was accepted and the person agreed to it. */
export const adRefusal = (lead: Pick<Lead, 'verdict' | 'consent'>, destination: Recipient): string | undefined =>
  lead.verdict.status === 'rejected' ? 'lead_not_accepted' : consentRefusal(lead.consent, destination)
