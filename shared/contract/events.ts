import * as z from 'zod'
import { CampaignId, Purpose } from '../domain/campaign.ts'
import { Instant } from '../domain/day.ts'
import { DimensionsRecord, LeadId, RejectionReason } from '../domain/lead.ts'
import { Milestone } from '../domain/milestone.ts'

export const EVENT_SOURCE = 'tuoke'

const Mode = z
  .enum(['live', 'test'])
  .meta({ description: 'Leads of a campaign in test mode say so: do not act on them' })

const busEvent = <Type extends string, Data extends z.ZodType>(type: Type, description: string, data: Data) =>
  z
    .object({
      id: z.string().regex(/^ev_[a-z2-7]{20}$/),
      type: z.literal(type),
      version: z.literal(1),
      at: Instant,
      campaignId: CampaignId,
      leadId: LeadId,
      attribution: DimensionsRecord,
      data,
    })
    .meta({ id: type, description })

/** Every event that is put on the bus, by its detail-type. */
export const BUS_EVENTS = {
  'lead.captured': busEvent(
    'lead.captured',
    'A contact was left and accepted. Once per lead.',
    z.object({
      mode: Mode,
      reached: z.array(Milestone),
      consent: z.object({ version: z.string(), purposes: z.array(Purpose) }),
    }),
  ),
  'lead.repeated': busEvent(
    'lead.repeated',
    'The person left the contact again. `attribution` says where the repeat came from.',
    z.object({ mode: Mode }),
  ),
  'lead.rejected': busEvent(
    'lead.rejected',
    'A contact was left but not accepted. It may still become a captured lead.',
    z.object({ mode: Mode, reason: RejectionReason }),
  ),
} as const

export const BusEvent = z.discriminatedUnion('type', [
  BUS_EVENTS['lead.captured'],
  BUS_EVENTS['lead.repeated'],
  BUS_EVENTS['lead.rejected'],
])
export type BusEvent = z.infer<typeof BusEvent>
