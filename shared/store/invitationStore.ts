import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { LeadId } from '../domain/lead.ts'
import { VisitId } from '../domain/touch.ts'
import { invitationKey } from './keys.ts'
import type { Table } from './table.ts'

/** How long it is known whom a code was made for after it ended: some platforms take an ended code, or tell late. */
const SECONDS_AFTER_END = 30 * 86_400

const StoredInvitation = z.object({
  campaignId: CampaignId,
  leadId: LeadId.optional(),
  visitId: VisitId.optional(),
  kind: z.string(),
  url: z.string(),
  imageUrl: z.string().optional(),
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** Tells whether the campaign still invites as it did when this was made. */
  madeBy: z.string(),
  /** What WeCom calls the contact way. */
  configId: z.string().optional(),
})
/** A code or link, and whom it was made for: a lead or a visit. */
export type StoredInvitation = z.infer<typeof StoredInvitation>

/** Invitations by their ids. */
export const invitationStore = (table: Table) => ({
  async find(invitationId: string): Promise<StoredInvitation | undefined> {
    const item = await table.get(invitationKey(invitationId), { consistent: true })
    return item && StoredInvitation.parse(item)
  },

  /** Keeps an invitation in place of the one that was seen. Of all who saw the same, one does; the one that is kept is returned. */
  async keep(invitationId: string, next: StoredInvitation, seen?: StoredInvitation): Promise<StoredInvitation> {
    const ttl = Math.ceil(Date.parse(next.expiresAt) / 1000) + SECONDS_AFTER_END
    const obstacle = await table.write({
      put: { ...invitationKey(invitationId), ...next, ttl },
      condition: {
        expression: seen ? 'attribute_not_exists(pk) OR madeAt = :seen' : 'attribute_not_exists(pk)',
        values: seen && { ':seen': seen.madeAt },
      },
    })
    return obstacle ? StoredInvitation.parse(obstacle.item) : next
  },
})

export type InvitationStore = ReturnType<typeof invitationStore>
