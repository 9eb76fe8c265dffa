import * as z from 'zod'

/** `newType` as far as it is known (reference §5.5). */
const NEW_TYPES = new Set([
  1, 2, 3, 4, 5, 6, 10, 12, 14, 17, 18, 19, 20, 25, 26, 30, 35, 41, 42, 55, 67, 68, 79, 1000, 999_999,
])

const ConversionType = z.int().refine((type) => NEW_TYPES.has(type))

/** A landing page as the click opened it. */
const LogidUrl = z
  .url()
  .max(1024)
  .refine((address) => URL.parse(address)?.searchParams.get('bd_vid'))

const UnixSeconds = z
  .int()
  .min(10 ** 9)
  .max(10 ** 10 - 1)

/** One uploaded conversion; `convertValue` is in fen. */
export const Uploaded = z.strictObject({
  logidUrl: LogidUrl,
  newType: ConversionType,
  convertTime: UnixSeconds.optional(),
  convertValue: z.int().min(0).optional(),
  isConvert: z.int().min(0).max(1).optional(),
  confidence: z.int().min(0).max(100).optional(),
  deviceType: z.int().min(0).max(2).optional(),
  deviceId: z.string().optional(),
  outerEventId: z.string().min(1).max(255).optional(),
  outerEventType: z.enum(['custom_dedup', 'quality_points_add']).optional(),
  attributeSource: z.int().min(0).max(2).optional(),
  interactionsType: z.int().min(1).max(6).optional(),
  extInfo: z.string().optional(),
})
export type Uploaded = z.infer<typeof Uploaded>

/** One that turned out to be worth nothing. Its time is needed. */
export const Invalidated = z.strictObject({
  logidUrl: LogidUrl,
  convertType: ConversionType,
  convertTime: UnixSeconds,
  ip: z.string().optional(),
  confidence: z.int().min(0).max(100).optional(),
  invalidReason: z.union([z.int(), z.string()]).optional(),
})
export type Invalidated = z.infer<typeof Invalidated>
