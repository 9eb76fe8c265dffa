import * as z from 'zod'
import { BankCard } from './bankCard.ts'
import { type Day, dayOf } from './day.ts'
import { Decision, outcomeOf } from './decision.ts'
import { ageOn, IdNumber } from './idNumber.ts'
import { ApplicationId, CustomerId, LeadId } from './lead.ts'
import { type LoanProduct, ProductId } from './loanProduct.ts'

/** Who applies. Sealed, never stored in the clear. */
export const Applicant = z.object({
  name: z.string().trim().min(1).max(50).optional(),
  idNumber: IdNumber.optional(),
  bankCard: BankCard.optional(),
})
export type Applicant = z.infer<typeof Applicant>

export const APPLICANT_FIELDS = ['name', 'idNumber', 'bankCard'] as const
export type ApplicantField = (typeof APPLICANT_FIELDS)[number]

/** How far the identity of the applicant is known. */
export const Identity = z.object({
  failures: z.int().min(0),
  /** Until when no further check is begun, after too many failures. */
  coolUntil: z.iso.datetime().optional(),
  /** A check that was begun, by the provider's token. */
  pending: z.object({ token: z.string(), expiresAt: z.iso.datetime() }).optional(),
  passed: z
    .object({
      at: z.iso.datetime(),
      by: z.enum(['face_check', 'review']),
      /** The provider's own number of the check, or the key of the operator. */
      reference: z.string(),
      reason: z.string().optional(),
    })
    .optional(),
})
export type Identity = z.infer<typeof Identity>

/** An application as it is stored. What names a person is in `sealed`, under the key of the lead. */
export const Application = z.object({
  applicationId: ApplicationId,
  leadId: LeadId,
  customerId: CustomerId,
  campaignId: z.string(),
  mode: z.enum(['live', 'test']),
  version: z.int().min(1),
  product: ProductId,
  amountFen: z.int(),
  termMonths: z.int(),
  sealed: z.string(),
  filled: z.array(z.enum(APPLICANT_FIELDS)),
  identity: Identity,
  /** A hash of what it was begun with. */
  cause: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  submittedAt: z.iso.datetime().optional(),
  decisions: z.array(Decision),
  /** Of a draft: when it goes, in Unix seconds. */
  ttl: z.int().optional(),
})
export type Application = z.infer<typeof Application>

export const APPLICATION_STATUSES = ['draft', 'submitted', 'preapproved', 'credited', 'declined', 'disbursed'] as const
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number]

export const statusOf = ({ submittedAt, decisions }: Application): ApplicationStatus =>
  submittedAt === undefined ? 'draft' : outcomeOf(decisions).status

/** Everything that an application may still lack. */
export const MISSING = ['product', ...APPLICANT_FIELDS, 'identityCheck'] as const
export type Missing = (typeof MISSING)[number]

/** What a product asks for and an application does not have yet, in the order in which it is asked for; the product itself where the campaign no longer has it. */
export const missingIn = (
  { filled, identity: { passed } }: Pick<Application, 'filled' | 'identity'>,
  product: LoanProduct | undefined,
): Missing[] => {
  if (!product) return ['product']
  const { identity } = product
  const asked: readonly (readonly [ApplicantField, boolean])[] = [
    ['name', true],
    ['idNumber', identity.idNumber],
    ['bankCard', identity.bankCard],
  ]
  const fields = asked.flatMap(([name, isAsked]) => (isAsked && !filled.includes(name) ? [name] : []))
  return identity.faceCheck && !passed ? [...fields, 'identityCheck'] : fields
}

/** Whether somebody's age is within a product's on the day of an instant. */
export const isOfAge = (idNumber: string, { age }: LoanProduct, at: string, timezone: string): boolean => {
  const day: Day = dayOf(at, timezone)
  const years = ageOn(idNumber, day)
  return years >= age.min && years <= age.max
}

export const FAILURES_BEFORE_COOLING = 5
const COOL_MS = 24 * 3600 * 1000

/** After a check that failed at an instant. */
export const afterFailure = ({ failures }: Identity, at: string): Identity => {
  const now = failures + 1
  return now % FAILURES_BEFORE_COOLING === 0
    ? { failures: now, coolUntil: new Date(Date.parse(at) + COOL_MS).toISOString() }
    : { failures: now }
}
