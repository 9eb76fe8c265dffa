import * as z from 'zod'

/** ISO/IEC 7812-1, annex B (Luhn). */
const isLuhn = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

/** The digits of a personal bank card; undefined when it is none. Company accounts have no check digit: they are not cards. */
export const normalizeBankCard = (written: string): string | undefined => {
  const digits = written.normalize('NFKC').replace(/[\s-]/g, '')
  return /^\d{12,19}$/.test(digits) && isLuhn(digits) ? digits : undefined
}

/** A personal bank card; parses to its 12 to 19 digits. Issue code `bank_card_invalid`. */
export const BankCard = z
  .string()
  .max(40)
  .transform((written, context) => {
    const digits = normalizeBankCard(written)
    if (digits) return digits
    context.addIssue({
      code: 'custom',
      message: 'must be the 12 to 19 digits of a personal bank card',
      params: { code: 'bank_card_invalid' },
    })
    return z.NEVER
  })
