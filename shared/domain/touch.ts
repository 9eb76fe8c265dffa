import * as z from 'zod'

/** Which ad platform puts which click id on a landing page's address. */
const PLATFORM_OF_CLICK_ID = {
  gdt_vid: 'tencent_ads',
  qz_gdt: 'tencent_ads',
  clickid: 'ocean_engine',
  bd_vid: 'baidu',
  callback: 'kuaishou',
  fbclid: 'meta',
  gclid: 'google_ads',
  gbraid: 'google_ads',
  wbraid: 'google_ads',
  click_id: 'generic',
} as const

const CLICK_ID_NAMES = Object.keys(PLATFORM_OF_CLICK_ID) as (keyof typeof PLATFORM_OF_CLICK_ID)[]
const UTM_NAMES = ['source', 'medium', 'campaign', 'term', 'content'] as const

const ClickId = z.string().trim().min(1).max(512)
const Utm = z.string().trim().min(1).max(128)

export const VisitId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .meta({ id: 'VisitId', description: 'Made by the page, once per visit: 8 to 64 letters, digits, _ or -' })

/** One ad interaction as the page saw it. */
export const Touch = z
  .object({
    url: z.string().max(4096).optional(),
    referrer: z.string().max(4096).optional(),
    clickIds: z.object(optionals(CLICK_ID_NAMES, ClickId)).optional(),
    utm: z.object(optionals(UTM_NAMES, Utm)).optional(),
    visitId: VisitId.optional(),
  })
  .meta({ id: 'Touch' })
export type Touch = z.infer<typeof Touch>

function optionals<Name extends string, Schema extends z.ZodType>(names: readonly Name[], schema: Schema) {
  return Object.fromEntries(names.map((name) => [name, schema.optional()])) as Record<Name, z.ZodOptional<Schema>>
}

/** Where a touch or a lead is counted. `-` stands for unknown. */
export type Dimensions = { platform: string; account: string; ad: string; creative: string; partner: string }

export const UNKNOWN = '-'

/** Of what is counted whatever it came from. */
export const NO_DIMENSIONS: Dimensions = {
  platform: UNKNOWN,
  account: UNKNOWN,
  ad: UNKNOWN,
  creative: UNKNOWN,
  partner: UNKNOWN,
}

const picked = <Name extends string>(names: readonly Name[], from: (name: Name) => string | null, max: number) => {
  const found = names.flatMap((name) => {
    const value = from(name)?.trim()
    return value && value.length <= max ? [[name, value] as const] : []
  })
  return found.length > 0 ? (Object.fromEntries(found) as Partial<Record<Name, string>>) : undefined
}

/** The page address without what could name a person: host and path only. */
const withoutQuery = (address: string | undefined): string | undefined => {
  if (address === undefined || !URL.canParse(address)) return undefined
  const { origin, pathname } = new URL(address)
  return origin === 'null' ? undefined : `${origin}${pathname}`.slice(0, 512)
}

const partnerIn = (address: string | undefined): string | undefined => {
  if (address === undefined || !URL.canParse(address)) return undefined
  const partner = new URL(address).searchParams.get('partner') ?? ''
  return /^pt_[a-z0-9_]{1,27}$/.test(partner) ? partner : undefined
}

/** A touch as it is stored: no query, no fragment. */
export const RecordedTouch = Touch.extend({ partner: z.string().optional() })
export type RecordedTouch = z.infer<typeof RecordedTouch>

/** A touch fit to be stored: click ids, utm and partner read from the address where they were not given, then every other query parameter and the fragment dropped. */
export const recordTouch = (touch: Touch): RecordedTouch => {
  const query = touch.url !== undefined && URL.canParse(touch.url) ? new URL(touch.url).searchParams : undefined
  const clickIds = touch.clickIds ?? (query && picked(CLICK_ID_NAMES, (name) => query.get(name), 512))
  const utm = touch.utm ?? (query && picked(UTM_NAMES, (name) => query.get(`utm_${name}`), 128))
  const referrer = withoutQuery(touch.referrer)
  return {
    ...definedOnly({ url: withoutQuery(touch.url), referrer: referrer && new URL(referrer).origin, clickIds, utm }),
    ...definedOnly({ visitId: touch.visitId, partner: partnerIn(touch.url) }),
  }
}

/** The first touch of a person whom another one led here; undefined where it names no ad, or the same. */
export const earlierTouch = (first: Touch | undefined, touch: RecordedTouch): RecordedTouch | undefined => {
  if (first === undefined) return undefined
  const recorded = recordTouch(first)
  const adOf = ({ clickIds, utm, partner }: RecordedTouch) => JSON.stringify([clickIds, utm, partner])
  return [adOf({}), adOf(touch)].includes(adOf(recorded)) ? undefined : recorded
}

const definedOnly = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

/** Counter keys hold short plain words only: anything else a page sends is counted as `other`. */
export const dimension = (value: string | undefined): string => {
  if (value === undefined) return UNKNOWN
  return /^[A-Za-z0-9_.:-]{1,64}$/.test(value) ? value : 'other'
}

export const hasClickId = (touch: RecordedTouch): boolean => Object.keys(touch.clickIds ?? {}).length > 0

/** The ids by which a page knows a click of one platform. */
export const idsOfPlatform = (platform: string, clickIds: NonNullable<Touch['clickIds']>): string[] =>
  CLICK_ID_NAMES.flatMap((name) => (PLATFORM_OF_CLICK_ID[name] === platform && clickIds[name]) || [])

/** The click that a touch came by: whose, and by which id the page knows it. Of several ids the first in our list. */
export const clickOnPage = ({ clickIds = {} }: RecordedTouch): { platform: string; id: string } | undefined => {
  for (const name of CLICK_ID_NAMES) {
    const id = clickIds[name]
    if (id !== undefined) return { platform: PLATFORM_OF_CLICK_ID[name], id }
  }
  return undefined
}

/** Where a touch is counted: the platform by its click id, else by utm source; the ad by utm campaign, the creative by utm content. */
export const dimensionsOf = (touch: RecordedTouch): Dimensions => {
  const platform = clickOnPage(touch)?.platform
  return {
    platform: platform === undefined || platform === 'generic' ? dimension(touch.utm?.source ?? platform) : platform,
    account: UNKNOWN,
    ad: dimension(touch.utm?.campaign),
    creative: dimension(touch.utm?.content),
    partner: touch.partner ?? UNKNOWN,
  }
}
