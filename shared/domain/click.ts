import * as z from 'zod'

/** The ad platforms that call a click monitor. */
export const ClickPlatform = z.enum(['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu'])
export type ClickPlatform = z.infer<typeof ClickPlatform>

const Id = z.string().min(1).max(128)

/** A click as its platform told it: ids as they were sent, nothing about the device or the person. What was not told is absent. */
export const Click = z.object({
  platform: ClickPlatform,
  /** Once per click; without one it cannot be told from the same click sent again. */
  clickId: Id.optional(),
  /** By this the landing page may know the same click. */
  joinId: Id.optional(),
  at: z.iso.datetime().optional(),
  account: Id.optional(),
  ad: Id.optional(),
  creative: Id.optional(),
  placement: Id.optional(),
  /** What the platform wants back with a conversion: a token, or an address of its own. */
  callback: z.string().max(2048).optional(),
})
export type Click = z.infer<typeof Click>
