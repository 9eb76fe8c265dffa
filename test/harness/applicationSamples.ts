import type * as z from 'zod'
import type { ApplicationRules } from '../../shared/domain/loanProduct.ts'

/** One product that asks for everything, and one that asks for no more than a name. */
export const RULES: z.input<typeof ApplicationRules> = {
  products: [
    {
      id: 'whole',
      name: '快贷',
      amountFen: { min: 1_000_000, max: 50_000_000 },
      termMonths: { min: 3, max: 36 },
      age: { min: 20, max: 60 },
      identity: { idNumber: true, bankCard: true, faceCheck: true },
    },
    {
      id: 'plain',
      name: '小额贷',
      amountFen: { min: 100_000, max: 10_000_000 },
      termMonths: { min: 1, max: 12 },
      identity: { idNumber: false, bankCard: false, faceCheck: false },
    },
  ],
  faceCheck: { connection: 'demo' },
}

/** Synthetic, and good. */
export const APPLICANT = { name: '欧阳金丝雀', idNumber: '11010119900307109x', bankCard: '6222 0210 0000 0000 009' }

/** Every way to register, by the demo connections. */
export const REGISTRATION = { sms: { connection: 'demo' }, wechat: { connection: 'demo' } }
