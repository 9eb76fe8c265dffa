import * as z from 'zod'
import { CampaignId } from './campaign.ts'
import { ConversionId } from './conversion.ts'
import { DestinationPlatform } from './destination.ts'
import { LeadId } from './lead.ts'
import { Milestone } from './milestone.ts'

/** Those that something is still to come of. `sent`: the destination took it to work on, and is asked later what became of it. */
const OPEN = ['planned', 'sending', 'sent', 'parked'] as const

/**
 * `rejected` by the destination, `refused` by us. `expired`: its time was over before it was taken. `retracted`: what it
 * told does not hold, and the destination knows or was never told.
 */
export const CONVERSION_STATUSES = [...OPEN, 'accepted', 'rejected', 'refused', 'expired', 'retracted'] as const
export const ConversionStatus = z.enum(CONVERSION_STATUSES).meta({ id: 'ConversionStatus' })
export type ConversionStatus = z.infer<typeof ConversionStatus>

/** One sending, from before it begins; without an outcome while it goes on, or when nobody was left to write it down. */
const Attempt = z
  .object({
    at: z.iso.datetime(),
    /** How it was sent. */
    way: z.string().optional(),
    outcome: z.enum(['accepted', 'rejected', 'refused', 'retry', 'sent']).optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'ConversionAttempt' })
export type Attempt = z.infer<typeof Attempt>

/** What a change of a row tells the bus. */
const ConversionChange = z.object({
  id: z.string().regex(/^ev_[a-z2-7]{20}$/),
  type: z.enum(['conversion.accepted', 'conversion.rejected', 'conversion.expired']),
  at: z.iso.datetime(),
})

/** A row of the ledger: one milestone of one lead at one destination. Nothing in it names a person. */
export const Conversion = z.object({
  conversionId: ConversionId,
  leadId: LeadId,
  campaignId: CampaignId,
  mode: z.enum(['live', 'test']),
  destinationId: z.string(),
  platform: DestinationPlatform,
  milestone: Milestone,
  action: z.string(),
  /** When the milestone was reached. */
  at: z.iso.datetime(),
  /** It takes back what another row told. */
  retracts: ConversionId.optional(),
  /** In steps. */
  valueFen: z.int().min(0).optional(),
  status: ConversionStatus,
  reason: z.string().optional(),
  /** The latest ones. */
  attempts: z.array(Attempt),
  /** How often it was sent since it was planned, or planned again. */
  tries: z.int().min(0),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** From then on the destination no longer takes it. */
  deadline: z.iso.datetime(),
  /** When it is to be sent, or asked about, while it is open. */
  nextAt: z.iso.datetime(),
  /** Until then whoever sends it has it alone. */
  sendingUntil: z.iso.datetime().optional(),
  /** Who that is, by a name of chance: two who begin in the same millisecond would write the same otherwise. */
  sender: z.string().optional(),
  /** What the platform knows the upload by. */
  reference: z.string().optional(),
  /** It goes in a request of its own: of one with others nobody knows which of them failed. */
  alone: z.literal(true).optional(),
  version: z.int().min(1),
  event: ConversionChange.optional(),
})
export type Conversion = z.infer<typeof Conversion>

export const isOpen = ({ status }: Pick<Conversion, 'status'>): boolean =>
  (OPEN as readonly ConversionStatus[]).includes(status)
