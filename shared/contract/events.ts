import * as z from 'zod'
import { CampaignId, Purpose } from '../domain/campaign.ts'
import { ConversionId } from '../domain/conversion.ts'
import { Instant } from '../domain/day.ts'
import { DestinationPlatform } from '../domain/destination.ts'
import {
  ApplicationId,
  CustomerId,
  DimensionsRecord,
  JoinReason,
  LeadId,
  RegistrationOutcome,
  RejectionReason,
} from '../domain/lead.ts'
import { Milestone } from '../domain/milestone.ts'

export const EVENT_SOURCE = 'tuoke'

const Mode = z
  .enum(['live', 'test'])
  .meta({ description: 'Leads of a campaign in test mode say so: do not act on them' })

const EventId = z.string().regex(/^ev_[a-z2-7]{20}$/)

const busEvent = <Type extends string, Data extends z.ZodType>(type: Type, description: string, data: Data) =>
  z
    .object({
      id: EventId,
      type: z.literal(type),
      version: z.literal(1),
      at: Instant,
      campaignId: CampaignId,
      leadId: LeadId,
      customerId: CustomerId.optional(),
      applicationId: ApplicationId.optional(),
      attribution: DimensionsRecord,
      data,
    })
    .meta({ id: type, description })

/** A milestone that is told as it is; `data` holds no more than the amounts that came with it. */
const reachedEvent = <Type extends string, Data extends z.core.$ZodLooseShape = Record<never, never>>(
  type: Type,
  description: string,
  data = {} as Data,
) => busEvent(type, `${description} Once per lead.`, z.object({ mode: Mode, ...data }))

/** Something about an application; `data` holds no more than the amounts that came with it. */
const applicationEvent = <Type extends string, Data extends z.core.$ZodLooseShape = Record<never, never>>(
  type: Type,
  description: string,
  data = {} as Data,
) => busEvent(type, description, z.object({ mode: Mode, ...data }))

/** What became of a conversion; `data` says which it is and what its destination said. */
const conversionEvent = <Type extends string>(type: Type, description: string) =>
  z
    .object({
      id: EventId,
      type: z.literal(type),
      version: z.literal(1),
      at: Instant,
      campaignId: CampaignId,
      leadId: LeadId,
      data: z.object({
        mode: Mode,
        conversionId: ConversionId,
        destinationId: z.string(),
        platform: DestinationPlatform,
        milestone: Milestone,
        /** The conversion that was taken back. */
        retracts: ConversionId.optional(),
        reason: z.string().optional(),
        reference: z.string().optional().meta({ description: 'What the platform knows the upload by' }),
      }),
    })
    .meta({ id: type, description })

const Fen = z.int().min(0)

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
  'lead.joined': busEvent(
    'lead.joined',
    'The lead is the same person as another, which it goes on as. What was counted with it is counted with the other.',
    z.object({ mode: Mode, into: LeadId, reason: JoinReason }),
  ),
  'lead.parted': busEvent(
    'lead.parted',
    'Two leads that were joined are two persons after all.',
    z.object({ mode: Mode, other: LeadId }),
  ),
  'lead.followed': reachedEvent('lead.followed', 'The person followed the official account, or added an adviser.'),
  'lead.unfollowed': reachedEvent('lead.unfollowed', 'The person left the official account or the adviser.'),
  'lead.reminded': reachedEvent('lead.reminded', 'The person asked for a service reminder.'),
  'lead.registered': reachedEvent('lead.registered', 'The phone of the person was verified.', {
    outcome: RegistrationOutcome.optional(),
  }),
  'lead.verified': reachedEvent('lead.verified', 'The identity of the person was verified.'),
  'application.started': applicationEvent('application.started', 'An application was begun.'),
  'application.submitted': applicationEvent(
    'application.submitted',
    'A complete application was handed in. The credit workflow reads it by its id.',
  ),
  'application.preapproved': applicationEvent('application.preapproved', 'A provisional limit was given.', {
    limitFen: Fen.optional(),
  }),
  'application.credited': applicationEvent('application.credited', 'A limit was granted.', {
    limitFen: Fen.optional(),
  }),
  'application.declined': applicationEvent('application.declined', 'The application was declined.'),
  'application.disbursed': applicationEvent('application.disbursed', 'Money was drawn, each time it is.', {
    disbursedFen: Fen.optional(),
  }),
  'application.repaid': applicationEvent('application.repaid', 'Money came back, each time it does.'),
  'application.reversed': applicationEvent(
    'application.reversed',
    'An earlier decision does not stand. The application says what holds now.',
  ),
  'conversion.accepted': conversionEvent('conversion.accepted', 'A destination took a conversion.'),
  'conversion.rejected': conversionEvent(
    'conversion.rejected',
    'A destination will not take a conversion. It is sent again only when somebody asks for it.',
  ),
  'conversion.expired': conversionEvent(
    'conversion.expired',
    'A conversion was not taken before its destination closed its window.',
  ),
} as const

export const BusEvent = z.discriminatedUnion('type', [
  BUS_EVENTS['lead.captured'],
  BUS_EVENTS['lead.repeated'],
  BUS_EVENTS['lead.rejected'],
  BUS_EVENTS['lead.joined'],
  BUS_EVENTS['lead.parted'],
  BUS_EVENTS['lead.followed'],
  BUS_EVENTS['lead.unfollowed'],
  BUS_EVENTS['lead.reminded'],
  BUS_EVENTS['lead.registered'],
  BUS_EVENTS['lead.verified'],
  BUS_EVENTS['application.started'],
  BUS_EVENTS['application.submitted'],
  BUS_EVENTS['application.preapproved'],
  BUS_EVENTS['application.credited'],
  BUS_EVENTS['application.declined'],
  BUS_EVENTS['application.disbursed'],
  BUS_EVENTS['application.repaid'],
  BUS_EVENTS['application.reversed'],
  BUS_EVENTS['conversion.accepted'],
  BUS_EVENTS['conversion.rejected'],
  BUS_EVENTS['conversion.expired'],
])
export type BusEvent = z.infer<typeof BusEvent>
