import * as z from 'zod'

const MAINLAND_MOBILE = /^1[3-9]\d{9}$/
const PREFIX = /^(?:\+86|0086|86(?=\d{11}$))/
const SEPARATORS = /[\s()\-‐-―·.]/g

/** The 11 digits of a Chinese mobile number written with +86, 0086, 86, spaces, hyphens or full-width digits; undefined when it is none. */
export const normalizePhone = (written: string): string | undefined => {
  const digits = written.normalize('NFKC').replace(SEPARATORS, '').replace(PREFIX, '')
  return MAINLAND_MOBILE.test(digits) ? digits : undefined
}

/** A Chinese mobile number as people write it; parses to its 11 digits. Issue code `phone_invalid`. */
export const Phone = z
  .string()
  .max(40)
  .transform((written, context) => {
    const phone = normalizePhone(written)
    if (phone) return phone
    context.addIssue({
      code: 'custom',
      message: 'must be a mainland China mobile number, 11 digits from 13 to 19',
      params: { code: 'phone_invalid' },
    })
    return z.NEVER
  })
