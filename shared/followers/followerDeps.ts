import type { Campaign } from '../domain/campaign.ts'
import type { Account } from '../domain/followerEvent.ts'
import type { KeyRing } from '../security/keyRing.ts'
import type { FollowerStore } from '../store/followerStore.ts'
import type { LeadStore } from '../store/leadStore.ts'
import type { VisitStore } from '../store/visitStore.ts'

/** What an invitation was made for. */
type Invited = { campaignId: string; leadId?: string | undefined; visitId?: string | undefined }

/** What following and leaving work with. */
export type FollowerDeps = {
  followers: FollowerStore
  leads: LeadStore
  visits: VisitStore
  invitations: { find: (invitationId: string) => Promise<Invited | undefined> }
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  ring: () => Promise<KeyRing>
}

/** An account with the connection that it belongs to, and the campaign of those who follow by none of our codes. */
export type OwnAccount = Account & { connectionId: string; campaign?: string | undefined }
