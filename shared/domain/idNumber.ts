import * as z from 'zod'
import { Day } from './day.ts'

/** GB 11643-1999 with ISO 7064 MOD 11-2. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
/** Provinces, 81 to 83 of permits for residents of Hong Kong, Macau and Taiwan, 91 of foreign permanent residents; old regions stay good. */
const SHAPE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\d{15}[\dX]$/

const checkCharacter = (digits: string): string =>
  CHECKS.charAt(WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(digits.charAt(i)), 0) % 11)

/** The day of birth in an identity number, valid or not. */
export const birthDayOf = (idNumber: string): Day =>
  `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`

/** Whole years from the day of birth to a day. */
export const ageOn = (idNumber: string, day: Day): number => {
  const born = birthDayOf(idNumber)
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}

/** The 18 characters of a resident identity number by GB 11643-1999; undefined when it is none. */
export const normalizeIdNumber = (written: string): string | undefined => {
  const id = written.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  return SHAPE.test(id) && Day.safeParse(birthDayOf(id)).success && id.charAt(17) === checkCharacter(id)
    ? id
    : undefined
}

/** A resident identity number; parses to its 18 characters. Cards of the first generation, with 15 digits, are void since 2013. Issue code `id_number_invalid`. */
export const IdNumber = z
  .string()
  .max(40)
  .transform((written, context) => {
    const id = normalizeIdNumber(written)
    if (id) return id
    context.addIssue({
      code: 'custom',
      message: /^\d{15}$/.test(written.trim())
        ? 'must have 18 characters: numbers with 15 digits are no longer valid'
        : 'must be an 18-character resident identity number',
      params: { code: 'id_number_invalid' },
    })
    return z.NEVER
  })
