import * as z from 'zod'
import { Change, Counted } from './lead.ts'

/** The ad platforms that call a click monitor; `generic` is any other, which is given the link with our own macros. */
export const ClickPlatform = z.enum(['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu', 'generic']).meta({
  id: 'ClickPlatform',
})
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

/** A click as it is kept and counted: `id` is what a landing page would know it by, else its own; `at` is when it happened. */
export const RecordedClick = Counted.extend({
  ...Click.shape,
  id: z.string(),
  at: z.iso.datetime(),
  event: Change,
})
export type RecordedClick = z.infer<typeof RecordedClick>

/** Whose callback token stands on the landing page's address too: as `clickid` at Ocean Engine, as `callback` at Kuaishou. */
const TOKEN_ON_PAGE: ReadonlySet<ClickPlatform> = new Set(['ocean_engine', 'kuaishou'])

/** No page tells of a longer one. */
const LONGEST_ON_PAGE = 512

/** What a landing page would know a click by, else the click's own id; undefined when the platform told no id at all. */
export const pageIdOf = ({ platform, clickId, joinId, callback }: Click): string | undefined => {
  const token = TOKEN_ON_PAGE.has(platform) && (callback?.length ?? 0) <= LONGEST_ON_PAGE ? callback : undefined
  return token ?? joinId ?? clickId
}

const DAY_MS = 86_400_000

/** When a click happened: as it was told, unless that lies ahead of now or more than a day back. Senders have clocks of their own. */
export const momentOf = ({ at }: Click, now: Date): string => {
  const age = now.getTime() - Date.parse(at ?? '')
  return at !== undefined && age >= 0 && age <= DAY_MS ? at : now.toISOString()
}
