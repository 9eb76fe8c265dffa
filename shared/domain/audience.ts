import * as z from 'zod'
import { consentRefusal } from './adConsent.ts'
import type { Outcome } from './decision.ts'
import { type Destination, DestinationPlatform } from './destination.ts'
import type { Lead, RejectionReason } from './lead.ts'

/** A pack of leads of a campaign: those whom ads should find more of, or those whom they should pass by. */
export const AudienceKind = z.enum(['positive', 'negative']).meta({
  id: 'AudienceKind',
  description:
    '`positive`: leads with a credit that stands. `negative`: leads that were declined and have none, and those that were rejected as invalid: for `spam`, `outside_region` or `phone_invalid`',
})
export type AudienceKind = z.infer<typeof AudienceKind>

export const AudiencePlatform = DestinationPlatform.exclude(['partner']).meta({ id: 'AudiencePlatform' })
export type AudiencePlatform = z.infer<typeof AudiencePlatform>

/** Why a lead that belongs to a pack does not go out with it; the first one that applies. */
export const LEFT_OUT = [
  'test_lead',
  'erased',
  'joined',
  'consent_missing_ad_measurement',
  'recipient_not_named_ad_measurement',
  'consent_missing_cross_border',
  'recipient_not_named_cross_border',
  'overturned',
  'no_phone',
] as const
export type LeftOut = (typeof LEFT_OUT)[number]

/** Whoever gets a pack, as the consent text names them. */
export type AudienceRecipient = Pick<Destination, 'platform' | 'recipient'>

/** Rejections that speak of whoever left the contact. The others are about the campaign, the partner, or the consent. */
const INVALID: ReadonlySet<RejectionReason> = new Set(['spam', 'outside_region', 'phone_invalid'])

const isInvalid = ({ verdict }: Pick<Lead, 'verdict'>): boolean =>
  verdict.status === 'rejected' && INVALID.has(verdict.reason)

type Judged = Pick<Lead, 'verdict' | 'milestones' | 'mode' | 'consent'>

/** Whether a lead is one of a pack, before it is asked whether it may leave. */
export const isOf = (kind: AudienceKind, lead: Judged): boolean => {
  if (lead.verdict.status === 'rejected') return kind === 'negative' && isInvalid(lead)
  return lead.milestones[kind === 'positive' ? 'credited' : 'declined'] !== undefined
}

/** Why nothing of a lead may leave, as far as the lead itself says so. */
export const refusalOf = (lead: Judged, recipient: AudienceRecipient): LeftOut | undefined => {
  if (lead.mode === 'test') return 'test_lead'
  if (lead.milestones.erased !== undefined) return 'erased'
  if (lead.verdict.status === 'joined') return 'joined'
  return consentRefusal(lead.consent, recipient)
}

const CREDITED: ReadonlySet<Outcome['status']> = new Set(['credited', 'disbursed'])

/**
 * Whether a lead of a pack is none of it by what the decisions about its applications come to: a milestone stays when its
 * decision was reversed. One credit that stands outweighs what was declined. Without applications the milestones say it.
 */
export const isOverturned = (kind: AudienceKind, lead: Judged, statuses: readonly Outcome['status'][]): boolean => {
  if (isInvalid(lead)) return false
  const known = statuses.length > 0
  const isCredited = known ? statuses.some((status) => CREDITED.has(status)) : lead.milestones.credited !== undefined
  if (kind === 'positive') return !isCredited
  return isCredited || (known && !statuses.includes('declined'))
}
