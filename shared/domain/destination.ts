import * as z from 'zod'
import { DestinationSettings } from './conversion.ts'
import { Milestone } from './milestone.ts'

export const ConnectionId = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/)
  .meta({ id: 'ConnectionId' })

/** Where conversions are reported to; `partner` is an endpoint that takes signed webhooks. */
export const DestinationPlatform = z
  .enum(['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu', 'meta', 'google_ads', 'partner'])
  .meta({ id: 'DestinationPlatform' })
export type DestinationPlatform = z.infer<typeof DestinationPlatform>

/** What goes along with a conversion beside the click, for those who agreed to ad measurement. */
const Shared = z.enum(['phone', 'wechat', 'value', 'quality'])

/** What is told when a lead reaches a milestone: an event of the platform's own, or that an earlier one was worth nothing. */
const Told = z.union([
  z.strictObject({
    action: z.string().min(1).max(64).meta({ description: "The platform's own name or number of an event" }),
    withinDays: z.int().min(1).max(365).optional().meta({
      description: 'Told only where the milestone is reached within so many days of the click',
    }),
  }),
  z.strictObject({
    retracts: Milestone.meta({ description: 'The milestone whose conversion is taken back' }),
  }),
])

export const Destination = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    platform: DestinationPlatform,
    connection: ConnectionId,
    enabled: z
      .boolean()
      .default(true)
      .meta({ description: 'What is not sent meanwhile is sent when it is enabled again' }),
    recipient: z.string().trim().min(1).max(100).optional().meta({
      description:
        'The name by which the consent text tells who gets the conversions, as among the recipients of `ad_measurement`; the platform where it is absent',
    }),
    shares: z.array(Shared).default([]).meta({
      description:
        'Phones go as hashes, values in steps and with their level; `quality` is the level alone: high, medium or low',
    }),
    testLeads: z.boolean().default(false).meta({ description: 'Takes leads of a campaign in test mode too' }),
    settings: DestinationSettings.default({}),
    conversions: z.partialRecord(Milestone, Told),
  })
  .meta({ id: 'Destination' })
export type Destination = z.infer<typeof Destination>

/** The name under which a destination's conversions are consented to. */
export const recipientOf = ({ recipient, platform }: Pick<Destination, 'platform' | 'recipient'>): string =>
  recipient ?? platform
