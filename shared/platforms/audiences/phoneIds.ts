import type { AudiencePlatform } from '../../domain/audience.ts'
import { googlePhone } from '../conversions/googleAds.ts'
import { metaPhone } from '../conversions/meta.ts'
import { md5Hex, sha256Hex } from '../digest.ts'

/** By which digest a platform knows phones. */
export type PhoneDigest = 'md5' | 'sha256'

/** `heading` is the first line of a file, where the platform goes by it. */
type Form = { digest: PhoneDigest; written: (phone: string) => string; heading?: string }

const elevenDigits = (phone: string): string => phone

/**
 * How each platform wants the phones of an audience: no two of Tencent, Meta and Google write them alike. Tencent and Baidu
 * document theirs; Ocean Engine's is that of its Qianchuan API, and Kuaishou's could not be read.
 */
const FORMS: Readonly<Record<AudiencePlatform, Form>> = {
  tencent_ads: { digest: 'sha256', written: elevenDigits },
  ocean_engine: { digest: 'sha256', written: elevenDigits },
  kuaishou: { digest: 'md5', written: elevenDigits },
  baidu: { digest: 'md5', written: elevenDigits },
  meta: { digest: 'sha256', written: metaPhone, heading: 'phone' },
  google_ads: { digest: 'sha256', written: googlePhone, heading: 'Phone' },
}

export const digestFor = (platform: AudiencePlatform): PhoneDigest => FORMS[platform].digest

/** What a platform knows somebody by, of the 11 digits of a phone. */
export const phoneIdFor = (platform: AudiencePlatform, phone: string): string => {
  const { digest, written } = FORMS[platform]
  return (digest === 'md5' ? md5Hex : sha256Hex)(written(phone))
}

/** A file of ids as a platform takes it: one a line, under the heading that it goes by. */
export const idFile = (platform: AudiencePlatform, ids: readonly string[]): string => {
  const { heading } = FORMS[platform]
  return [...(heading === undefined ? [] : [heading]), ...ids].map((line) => `${line}\n`).join('')
}
