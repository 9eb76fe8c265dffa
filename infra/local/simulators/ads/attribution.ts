import * as z from 'zod'
import type { People } from '../people/people.ts'
import { clickedAt } from './clickIds.ts'
import type { Conversion } from './ledger.ts'

const DAY_MS = 86_400_000

/** What may be hashed comes in hex; what is not is somebody's number in the clear. */
export const Md5Hex = z.string().regex(/^[0-9a-f]{32}$/i, 'must be a digest in hex')
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/i, 'must be a digest in hex')

type Known = {
  clickId?: string | undefined
  /** Digests of phones, each as this platform makes it of 11 digits. */
  phones?: readonly string[]
  digest?: (phone: string) => string
}

/** By what a platform finds whom a conversion is about: a click that it made, or somebody whose phone it knows. */
export const attributedTo = (
  people: People,
  { clickId = '', phones = [], digest }: Known,
): Conversion['attributedTo'] => {
  if (clickedAt(clickId)) return 'click'
  const sent = new Set(phones.map((phone) => phone.toLowerCase()))
  return digest && sent.size > 0 && people.find(({ phone }) => sent.has(digest(phone))) ? 'phone' : 'nothing'
}

/** Whether a click is older than a platform goes back. A click that no platform made has no age. */
export const isTooOld = (clickId: string | undefined, days: number, now: Date): boolean => {
  const at = clickedAt(clickId ?? '')
  return at !== undefined && now.getTime() - at.getTime() > days * DAY_MS
}

/** Days that Tencent, Kuaishou and Baidu are taken to go back: none documents a number, 30 is the longest that is told of. */
export const UNDOCUMENTED_WINDOW_DAYS = 30
