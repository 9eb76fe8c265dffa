import * as z from 'zod'

/** Grows whenever the same candidates may come to another receipt by the same rules. */
export const RULE_VERSION = 1

/** A whole lead, of which candidates have parts. */
export const THOUSANDTHS = 1000

/** The longest window of clicks that there is; a stage may allow less. */
export const LONGEST_CLICK_WINDOW_DAYS = 90

/** Which ad a lead is owed to, as a campaign has it. */
export const AttributionRules = z
  .strictObject({
    model: z.enum(['last_click', 'first_click', 'position_based']).default('last_click').meta({
      description: '`position_based`: 40 % to the first, 40 % to the last, the rest to those between in equal parts',
    }),
    clickWindowDays: z.int().min(1).max(LONGEST_CLICK_WINDOW_DAYS).default(30),
    viewWindowHours: z.int().min(0).max(168).default(0).meta({ description: '0: no ad is owed a lead for a view' }),
  })
  .meta({ id: 'AttributionRules' })
export type AttributionRules = z.infer<typeof AttributionRules>

/** The rules of a campaign that states none: the last click within 30 days. */
export const DEFAULT_RULES: AttributionRules = AttributionRules.parse({})
