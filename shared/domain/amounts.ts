import * as z from 'zod'

/** What a report adds up beside counts, in fen: limits granted, and money drawn of them. */
export const AMOUNTS = ['limitFen', 'disbursedFen'] as const
export type Amount = (typeof AMOUNTS)[number]

/** The amounts that came with a milestone; absent where there was none. */
export const Amounts = z.partialRecord(z.enum(AMOUNTS), z.int().min(0))
export type Amounts = z.infer<typeof Amounts>
