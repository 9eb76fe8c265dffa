import { base32 } from './base32.ts'
import { blindIndex } from './blindIndex.ts'
import type { KeyRing } from './keyRing.ts'
import { isSameSignature } from './sameSignature.ts'

/** What a platform is given an address of a campaign for. */
export type Inbound = { what: 'clicks' | 'leads'; campaignId: string; platform: string }

const CHARACTERS = 26

/** The secret in an address that a platform is given: 130 bits, made of the key ring, so that nothing is stored. */
export const inboundKeyOf = (ring: KeyRing, { what, campaignId, platform }: Inbound): string =>
  base32(blindIndex(ring, 'inbound', what, campaignId, platform), CHARACTERS)

/** Whether an address carries its secret; in constant time. */
export const isInboundKey = (ring: KeyRing, inbound: Inbound, sent: string): boolean =>
  isSameSignature(inboundKeyOf(ring, inbound), sent)
