import * as z from 'zod'

const oneTo = (most: number) => z.int().min(1).max(most)
const Yuan = z.int().min(0)

const Scalar = z.union([z.number(), z.boolean(), z.string()])
const Params = z.record(z.string(), z.union([Scalar, z.array(Scalar)]))

/** What actions about loans may say: amounts in whole yuan, grades by number (reference §1.7). */
const LOAN_PARAMS: Readonly<Record<string, z.ZodType>> = {
  APPLY: z.looseObject({ risk_longloan: oneTo(6).optional(), risk_fraud: oneTo(3).optional() }),
  CREDIT: z.looseObject({
    credit_level: oneTo(3),
    credit_amount: Yuan.optional(),
    risk_interestrate: oneTo(7).optional(),
  }),
  WITHDRAW_DEPOSITS: z.looseObject({
    withdraw_deposits_amount: Yuan.optional(),
    withdraw_deposits_level: oneTo(3).optional(),
    risk_overdue: oneTo(5).optional(),
  }),
}

/** What an action of a type may take along. */
export const paramsOf = (actionType: string): z.ZodType => LOAN_PARAMS[actionType]?.and(Params) ?? Params
