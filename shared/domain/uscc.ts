import * as z from 'zod'

/** GB 32100-2015: 31 characters, worth 0 to 30; I, O, S, V and Z are not used. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const SHAPE = /^9[123][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/

const checkCharacter = (code: string): string => {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(code.charAt(i)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The 18 characters of a unified social credit code of a company, individual business or cooperative (91, 92, 93); undefined when it is none. */
export const normalizeUscc = (written: string): string | undefined => {
  const code = written.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  return SHAPE.test(code) && code.charAt(17) === checkCharacter(code) ? code : undefined
}

/** A unified social credit code by GB 32100-2015; parses to its 18 characters. Issue code `uscc_invalid`. */
export const Uscc = z
  .string()
  .max(40)
  .transform((written, context) => {
    const code = normalizeUscc(written)
    if (code) return code
    context.addIssue({
      code: 'custom',
      message: 'must be an 18-character unified social credit code beginning with 91, 92 or 93',
      params: { code: 'uscc_invalid' },
    })
    return z.NEVER
  })
