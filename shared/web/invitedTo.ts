import type { InvitationKind } from '../contract/following.ts'
import type { CampaignSettings } from '../domain/campaign.ts'

const KINDS: readonly InvitationKind[] = ['official_account', 'wecom', 'mini_program', 'app']

/** What a campaign invites its visitors to. */
export const invitedTo = ({ invitations = {} }: CampaignSettings): InvitationKind[] =>
  KINDS.filter((kind) => invitations[kind] !== undefined)
