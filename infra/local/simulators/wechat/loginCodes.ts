import { randomBytes } from 'node:crypto'
import type { Person } from '../people/people.ts'
import { refused } from './answers.ts'

const LIFE_MS = 300_000
const MAX_CODES = 500

/** The codes of `wx.login` in the mini program, each good once and for 5 minutes. */
export const loginCodes = (now: () => Date) => {
  const codes = new Map<string, { person: Person; until: number; isUsed: boolean }>()
  return {
    make: (person: Person): string => {
      const code = `0${randomBytes(24).toString('base64url')}`.slice(0, 32)
      const [oldest] = codes.keys()
      if (oldest !== undefined && codes.size >= MAX_CODES) codes.delete(oldest)
      codes.set(code, { person, until: now().getTime() + LIFE_MS, isUsed: false })
      return code
    },

    /** Uses a code up; 40163 when it was, 40029 when it is unknown or has ended. */
    use: (code: string) => {
      const found = codes.get(code)
      if (!found || found.until <= now().getTime()) return refused(40029)
      if (found.isUsed) return refused(40163)
      found.isUsed = true
      return { person: found.person }
    },
  }
}

export type LoginCodes = ReturnType<typeof loginCodes>
