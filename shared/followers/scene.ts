import { type Campaign, CampaignId } from '../domain/campaign.ts'
import type { Account } from '../domain/followerEvent.ts'
import { type Lead, LeadId, type Visit } from '../domain/lead.ts'
import { clicksOn } from '../domain/origins.ts'
import { leadNow } from '../leads/leadNow.ts'
import type { KeyRing } from '../security/keyRing.ts'
import type { FollowerDeps, OwnAccount } from './followerDeps.ts'
import { keyedLead, keyedLeadId, type LeadKey } from './keyedLead.ts'

/** Whom a follow is of: a lead that is there, or one that it makes. */
export type Followed = { campaign: Campaign; leadId: string; lead: Lead | undefined; make: (at: string) => Lead }

/** `isGuess`: the lead is likely new, and not looked for. */
type Arriving = { key: LeadKey; visit?: Visit | undefined; isGuess?: boolean | undefined }

const INVITATION_ID = /^iv_[a-z2-7]{20}$/

const KIND_OF_INVITATION = {
  wechat_official_account: 'official_account',
  wechat_mini_program: 'mini_program',
  wecom: 'wecom',
} as const

/** Whether a campaign invites to this account: a code that another made for it says nothing to us. */
const invitesTo = ({ settings }: Campaign, { kind, connectionId }: OwnAccount): boolean =>
  settings.invitations?.[KIND_OF_INVITATION[kind]]?.connection === connectionId

const keyOf = ({ kind, id }: Account, follower: string): LeadKey => ({
  kind: kind === 'wecom' ? 'external_user' : 'openid',
  value: `${id}/${follower}`,
})

/** The lead that a key is in a campaign, or becomes. */
const arriving = async (
  deps: FollowerDeps,
  ring: KeyRing,
  campaign: Campaign,
  { key, visit, isGuess = false }: Arriving,
): Promise<Followed> => {
  const leadId = keyedLeadId(ring, campaign.campaignId, key)
  const lead = isGuess ? undefined : await leadNow(deps, leadId)
  const touch = visit?.touch ?? {}
  const { clicks } = await deps.visits.trace(campaign.campaignId, { clicks: lead ? [] : clicksOn([touch]) })
  const arrival = { campaign, key, touch, visit, clicks, reached: 'followed', cause: leadId } as const
  const make = (at: string) => keyedLead(ring, { ...arrival, at })
  return { campaign, leadId: lead?.leadId ?? leadId, lead, make }
}

const campaignFor = async (
  { findCampaign }: FollowerDeps,
  account: OwnAccount,
  campaignId: string,
): Promise<Campaign | undefined> => {
  const campaign = await findCampaign(campaignId)
  return campaign && invitesTo(campaign, account) ? campaign : undefined
}

const followedLead = async (deps: FollowerDeps, account: OwnAccount, leadId: string): Promise<Followed | undefined> => {
  const lead = await leadNow(deps, leadId)
  if (lead?.verdict.status !== 'accepted') return undefined
  const campaign = await campaignFor(deps, account, lead.campaignId)
  return campaign && { campaign, leadId: lead.leadId, lead, make: () => lead }
}

/** Whom a code or link of ours was made for: a lead, or a visit, which is the key of its lead then. Undefined when it is none of ours. */
export const sceneOf = async (
  deps: FollowerDeps,
  account: OwnAccount,
  scene: string | undefined,
): Promise<Followed | undefined> => {
  if (LeadId.safeParse(scene).success) return followedLead(deps, account, scene ?? '')
  const invited = INVITATION_ID.test(scene ?? '') ? await deps.invitations.find(scene ?? '') : undefined
  if (invited?.leadId !== undefined) return followedLead(deps, account, invited.leadId)
  if (invited?.visitId === undefined) return undefined
  const campaign = await campaignFor(deps, account, invited.campaignId)
  if (!campaign) return undefined
  const visit = await deps.visits.find(invited.campaignId, invited.visitId)
  const key: LeadKey = { kind: 'visit', value: invited.visitId }
  return arriving(deps, await deps.ring(), campaign, { key, visit })
}

/** The id of the lead that somebody is who follows by none of our codes, where the account has a campaign for them. */
export const ownLeadId = (ring: KeyRing, account: OwnAccount, follower: string): string | undefined =>
  account.campaign === undefined ? undefined : keyedLeadId(ring, account.campaign, keyOf(account, follower))

/** Whom a follow by none of our codes is of. As a guess it is said without a look whether the person is a lead already. */
export const ownOf = async (
  deps: FollowerDeps,
  account: OwnAccount,
  follower: string,
  isGuess: boolean,
): Promise<Followed | undefined> => {
  const campaignId = CampaignId.safeParse(account.campaign)
  const campaign = campaignId.success ? await deps.findCampaign(campaignId.data) : undefined
  return campaign && arriving(deps, await deps.ring(), campaign, { key: keyOf(account, follower), isGuess })
}

/** Whom a follow is of that belongs to a lead which the person followed as before. */
export const followedAs = async (deps: FollowerDeps, leadId: string): Promise<Followed | undefined> => {
  const lead = await leadNow(deps, leadId)
  const campaign = lead && (await deps.findCampaign(lead.campaignId))
  return campaign && lead && { campaign, leadId: lead.leadId, lead, make: () => lead }
}
