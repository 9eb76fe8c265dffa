import { createHash, createHmac } from 'node:crypto'
import { base32 } from './base32.ts'
import type { KeyRing } from './keyRing.ts'

const ID_CHARACTERS = 20

/** Fields joined so that no two different lists give the same text. */
const joined = (parts: readonly string[]) => parts.map((part) => `${part.length}:${part}`).join('')

/** A keyed index of some text: equal texts have equal indexes, and without the key nothing can be learned or enumerated. */
export const blindIndex = (ring: KeyRing, kind: string, ...parts: string[]): Buffer =>
  createHmac('sha256', ring.index)
    .update(joined([kind, ...parts]))
    .digest()

/**
 * What a person is known by in a campaign: the phone, or before there is one an id of WeChat or WeCom, or the visit; what
 * was pushed without a good phone, or to try a form out, is known by the platform's id of the lead.
 */
export type LeadKeyKind = 'phone' | 'openid' | 'external_user' | 'visit' | 'pushed'

/** The one lead that an identity is in a campaign, `ld_` and 20 characters: no lookup, no race. */
export const leadIdOf = (ring: KeyRing, campaignId: string, kind: LeadKeyKind, value: string): string =>
  `ld_${base32(blindIndex(ring, 'lead', campaignId, kind, value), ID_CHARACTERS)}`

/** The one customer that a phone is, bank-wide, `cu_` and 20 characters. */
export const customerIdOf = (ring: KeyRing, phone: string): string =>
  `cu_${base32(blindIndex(ring, 'customer', 'phone', phone), ID_CHARACTERS)}`

/** The application that a lead begins for a reason: begun again for the same reason it is the same. */
export const applicationIdOf = (ring: KeyRing, leadId: string, reason: string): string =>
  `ap_${base32(blindIndex(ring, 'application', leadId, reason), ID_CHARACTERS)}`

/** The invitation of a kind that a campaign makes for a lead or a visit, `iv_` and 20 characters: asked for again it is the same. */
export const invitationIdOf = (
  ring: KeyRing,
  campaignId: string,
  kind: string,
  madeFor: { leadId: string } | { visitId: string },
): string => {
  const whom = 'leadId' in madeFor ? ['lead', madeFor.leadId] : ['visit', madeFor.visitId]
  return `iv_${base32(blindIndex(ring, 'invitation', campaignId, kind, ...whom), ID_CHARACTERS)}`
}

/** The id of the event that a change causes, `ev_` and 20 characters: the same change has the same id. */
export const eventIdOf = (...change: string[]): string =>
  `ev_${base32(createHash('sha256').update(joined(change)).digest(), ID_CHARACTERS)}`

/** The id of a conversion, `cv_` and 20 characters, of what it is made of: planned again it is the same. */
export const conversionIdOf = (parts: readonly string[]): string =>
  `cv_${base32(createHash('sha256').update(joined(parts)).digest(), ID_CHARACTERS)}`

/** The id of the event that records a visit. */
export const visitEventIdOf = (campaignId: string, visitId: string): string =>
  eventIdOf('visit.recorded', campaignId, visitId)

/** The id of the event that records a click, by the id that it is counted by: the platform and the page tell of the same. */
export const clickEventIdOf = (campaignId: string, platform: string, id: string): string =>
  eventIdOf('click.recorded', campaignId, platform, id)
