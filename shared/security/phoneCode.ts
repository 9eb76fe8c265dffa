import { randomInt } from 'node:crypto'
import { blindIndex } from './blindIndex.ts'
import type { KeyRing } from './keyRing.ts'

/** Six digits by chance. */
export const newPhoneCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** Where the code sent to a phone is found. */
export const phoneCodeIndex = (ring: KeyRing, phone: string): string =>
  blindIndex(ring, 'phone-code', phone).toString('base64url')

/** The hash of a code, for one phone and one lead: for another it is another. */
export const phoneCodeHash = (ring: KeyRing, code: { phone: string; leadId: string; code: string }): string =>
  blindIndex(ring, 'phone-code-hash', 'registration', code.phone, code.leadId, code.code).toString('base64url')
