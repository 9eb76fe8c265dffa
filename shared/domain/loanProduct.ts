import * as z from 'zod'

const MOST_FEN = 10_000_000_000

const range = (least: number, most: number) =>
  z
    .strictObject({ min: z.int().min(least).max(most), max: z.int().min(least).max(most) })
    .refine(({ min, max }) => min <= max, { path: ['max'], message: 'must not be less than min' })

export const ProductId = z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -')

/** One thing that may be applied for, and what it asks of a person. */
export const LoanProduct = z
  .strictObject({
    id: ProductId,
    name: z.string().trim().min(1).max(100),
    amountFen: range(1, MOST_FEN),
    termMonths: range(1, 360),
    age: range(18, 100).default({ min: 18, max: 65 }),
    identity: z.strictObject({ idNumber: z.boolean(), bankCard: z.boolean(), faceCheck: z.boolean() }),
  })
  .refine(({ identity }) => identity.idNumber || !identity.faceCheck, {
    path: ['identity', 'faceCheck'],
    message: 'needs the identity number',
  })
  .meta({ id: 'LoanProduct' })
export type LoanProduct = z.infer<typeof LoanProduct>

/** What a campaign lets its customers apply for. */
export const ApplicationRules = z
  .strictObject({
    products: z
      .array(LoanProduct)
      .min(1)
      .max(20)
      .refine((products) => new Set(products.map(({ id }) => id)).size === products.length, 'must not repeat an id'),
    draftDays: z.int().min(1).max(365).default(30),
    faceCheck: z.strictObject({ connection: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/) }).optional(),
  })
  .refine(({ products, faceCheck }) => faceCheck || products.every(({ identity }) => !identity.faceCheck), {
    path: ['faceCheck'],
    message: 'must name a face_check connection, as a product asks for a face check',
  })
  .meta({ id: 'ApplicationRules' })
export type ApplicationRules = z.infer<typeof ApplicationRules>
