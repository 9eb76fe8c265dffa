import { CampaignSettings } from '../../shared/domain/campaign.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { follow } from '../../shared/followers/follow.ts'
import type { FollowerDeps, OwnAccount } from '../../shared/followers/followerDeps.ts'
import { leave } from '../../shared/followers/leave.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { followerStore } from '../../shared/store/followerStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import type { Table } from '../../shared/store/table.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import { campaignSettings } from './samples.ts'

export const ACCOUNT: OwnAccount = {
  kind: 'wechat_official_account',
  id: 'wx0000000000000001',
  connectionId: 'main',
  campaign: 'own-campaign',
}

/** What an account tells of a person: a follow, with what a code carried, or a leave, so many seconds after noon. */
export type Told = { follower: string; seconds: number; left?: true; scene?: string | undefined }

export const timeOf = (seconds: number): string => new Date(Date.UTC(2026, 10, 20, 4, 0, seconds)).toISOString()

/** Following and leaving on a table, with two campaigns that invite to the account; the first is the account's own. */
export const startFollowing = async (table: Table, ring: KeyRing) => {
  const campaigns = campaignStore(table)
  for (const campaignId of ['own-campaign', 'other-campaign']) {
    const invitations = { official_account: { connection: ACCOUNT.connectionId } }
    const settings = CampaignSettings.parse(campaignSettings({ chain: 'official_account', invitations }))
    await campaigns.create({ campaignId, version: 1, createdAt: timeOf(0), updatedAt: timeOf(0), settings })
  }
  const invited = new Map<string, { campaignId: string; visitId: string }>()
  const deps: FollowerDeps = {
    followers: followerStore(table),
    leads: leadStore(table),
    visits: visitStore(table),
    invitations: { find: async (id) => invited.get(id) },
    findCampaign: campaigns.find,
    ring: async () => ring,
  }
  return {
    deps,
    /** Remembers that a code was made for a visit. */
    invite: (invitationId: string, campaignId: string, visitId: string): void => {
      invited.set(invitationId, { campaignId, visitId })
    },
    tell: async ({ follower, seconds, left, scene }: Told): Promise<Lead | undefined> => {
      const at = timeOf(seconds)
      if (!left) return (await follow(deps, ACCOUNT, { follower, at, scene })).lead
      await leave(deps, ACCOUNT, { follower, at })
      return undefined
    },
  }
}

export type Following = Awaited<ReturnType<typeof startFollowing>>
