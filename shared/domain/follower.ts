import * as z from 'zod'
import { CampaignId } from './campaign.ts'
import { LeadId } from './lead.ts'

const FollowedAs = z.object({ campaignId: CampaignId, at: z.iso.datetime() })

/**
 * Somebody known to an account by an openid, or to a member of staff by an external user id: the leads that they
 * followed as, each with the first time, and the last time they followed and left.
 */
export const Follower = z.object({
  leads: z.record(LeadId, FollowedAs),
  followedAt: z.iso.datetime().optional(),
  leftAt: z.iso.datetime().optional(),
})
export type Follower = z.infer<typeof Follower>

/** A lead by its id, and its campaign. */
export type LeadPlace = { leadId: string; campaignId: string }

export const NO_FOLLOWER: Follower = { leads: {} }

const earlier = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b)
const later = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b)

const placesOf = ({ leads }: Follower) => Object.entries(leads).map(([leadId, as]) => ({ leadId, ...as }))

/** Whether somebody follows now: the last thing they did was not to leave. */
export const isFollowing = ({ followedAt, leftAt }: Follower): boolean =>
  followedAt !== undefined && (leftAt === undefined || followedAt > leftAt)

/**
 * The lead that a follow without a code of ours belongs to: the one that was followed as last before it, else one of the
 * account's own campaign; undefined when it is the first of the person.
 */
export const leadBefore = (follower: Follower, at: string, campaignId: string | undefined): LeadPlace | undefined => {
  const places = placesOf(follower).sort((a, b) => (a.at < b.at ? -1 : 1))
  return places.findLast((place) => place.at <= at) ?? places.find((place) => place.campaignId === campaignId)
}

/**
 * Leads of a follower that are the same as the one followed as: a person is one lead in a campaign, and a later follow
 * without a code (`own` is the lead that it made) was a repeat of this one.
 */
export const sameAs = (follower: Follower, as: LeadPlace, at: string, own: string | undefined): string[] =>
  placesOf(follower)
    .filter(({ leadId }) => leadId !== as.leadId)
    .filter((other) => other.campaignId === as.campaignId || (other.leadId === own && other.at >= at))
    .map(({ leadId }) => leadId)

/** The follower after a follow as a lead, in place of leads that turned out to be the same. Any order of events ends the same. */
export const withFollow = (
  follower: Follower,
  { leadId, campaignId }: LeadPlace,
  at: string,
  instead: readonly string[] = [],
): Follower => {
  const gone = placesOf(follower).filter((place) => instead.includes(place.leadId))
  const first = [follower.leads[leadId], ...gone].reduce((least, place) => earlier(place?.at, least), at)
  const others = placesOf(follower).filter((place) => !instead.includes(place.leadId))
  return {
    ...follower,
    leads: {
      ...Object.fromEntries(others.map(({ leadId: id, ...as }) => [id, as])),
      [leadId]: { campaignId, at: first },
    },
    followedAt: later(follower.followedAt, at),
  }
}

/** Somebody after opening a mini program as a lead, which nobody follows: the last time is kept, for what comes next is of that lead. */
export const withOpening = (follower: Follower, { leadId, campaignId }: LeadPlace, at: string): Follower => ({
  ...follower,
  leads: { ...follower.leads, [leadId]: { campaignId, at } },
})

/** The follower after leaving. */
export const withLeave = (follower: Follower, at: string): Follower => ({
  ...follower,
  leftAt: later(follower.leftAt, at),
})

/** The leads that were followed as before the person left, with the time that counts. */
export const leftLeads = (follower: Follower): { leadId: string; at: string }[] => {
  const { leftAt } = follower
  if (leftAt === undefined) return []
  return placesOf(follower).flatMap(({ leadId, at }) => (at <= leftAt ? [{ leadId, at: leftAt }] : []))
}
