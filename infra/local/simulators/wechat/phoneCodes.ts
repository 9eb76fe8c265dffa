import { randomBytes } from 'node:crypto'
import * as z from 'zod'

/** A tap on "allow" in a mini program, on a phone of a number. */
export const PhoneCodeInput = z.object({
  appId: z.string().min(1),
  phone: z.string().regex(/^\d{5,15}$/, 'must be digits only'),
  countryCode: z
    .string()
    .regex(/^\d{1,4}$/)
    .default('86'),
})
export type PhoneCodeInput = z.infer<typeof PhoneCodeInput>

const LIFE_MS = 300_000
const MAX_CODES = 500

/** The codes that taps made, each good once and for 5 minutes. */
export const phoneCodes = (now: () => Date) => {
  const codes = new Map<string, PhoneCodeInput & { until: number }>()
  return {
    make: (input: PhoneCodeInput) => {
      const code = randomBytes(32).toString('hex')
      const until = now().getTime() + LIFE_MS
      const [oldest] = codes.keys()
      if (oldest !== undefined && codes.size >= MAX_CODES) codes.delete(oldest)
      codes.set(code, { ...input, until })
      return { code, expiresAt: new Date(until).toISOString() }
    },

    /** Uses a code up; undefined when it is not good for the app. */
    use: (code: string, appId: string): PhoneCodeInput | undefined => {
      const found = codes.get(code)
      if (found?.appId !== appId) return undefined
      codes.delete(code)
      return found.until > now().getTime() ? found : undefined
    },
  }
}

export type PhoneCodes = ReturnType<typeof phoneCodes>
