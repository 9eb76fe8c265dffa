import { type Follower, leadBefore, sameAs, withFollow } from '../domain/follower.ts'
import type { Change, Lead, MovedCount } from '../domain/lead.ts'
import { joinAll, type SamePerson } from '../leads/joinAll.ts'
import { leadNow } from '../leads/leadNow.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { FollowerDeps, OwnAccount } from './followerDeps.ts'
import { changeFollower, type Made, type Person } from './keptFollower.ts'
import { settleLeave } from './leave.ts'
import { type Followed, followedAs, ownLeadId, ownOf, sceneOf } from './scene.ts'

/** A follow of an account: when, and what the code or link carried. */
export type Follow = Person & { at: string; scene?: string | undefined }

/** What became of a follow, and the lead it is of; `unknown` when it is nobody's. */
export type FollowOutcome = { became: 'followed' | 'repeated' | 'known' | 'unknown'; lead?: Lead | undefined }

/** Whose a follow is: whom the code was made for, else who the person was before, else somebody new. */
const followedBy = async (
  deps: FollowerDeps,
  account: OwnAccount,
  before: Follower,
  { follower, scene, at }: Follow,
  isGuess: boolean,
): Promise<Followed | undefined> => {
  const byScene = await sceneOf(deps, account, scene)
  if (byScene) return byScene
  const known = leadBefore(before, at, account.campaign)
  return (known && (await followedAs(deps, known.leadId))) ?? ownOf(deps, account, follower, isGuess)
}

/** The other leads that the person was taken for. */
const samePersons = async (deps: FollowerDeps, ids: readonly string[], leadId: string): Promise<SamePerson[]> => {
  const leads = await Promise.all(ids.map((id) => leadNow(deps, id)))
  return leads.flatMap((lead) => (lead && lead.leadId !== leadId ? [{ lead, reason: 'same_follower' }] : []))
}

type Counting = { at: string; lastAt: string | undefined; index: string; isNew: boolean; gained: MovedCount[] }

/** The change of a lead that followed: reached once, a repeat afterwards; nothing when it is the first or the last follow that is known. */
const followChange = (
  { leadId, milestones }: Lead,
  { at, lastAt, index, isNew, gained }: Counting,
): Change | undefined => {
  const more = gained.length > 0 ? { gained } : {}
  if (milestones.followed === undefined) {
    const id = eventIdOf('lead.followed', leadId)
    return { id, type: 'lead.followed', at, reached: ['followed'], ...(isNew && { arrival: true }), ...more }
  }
  if ((milestones.followed === at || lastAt === at) && gained.length === 0) return undefined
  return { id: eventIdOf('lead.repeated', leadId, index, at), type: 'lead.repeated', at, reached: [], ...more }
}

/** A lead that a follow makes, before it is said what it reached. */
const newcomer = (made: Lead): Lead => {
  const { followed, ...milestones } = made.milestones
  return { ...made, milestones }
}

/** A follow that is nobody's: the person is known to follow all the same. */
const nobodys = (before: Follower, at: string): Made<FollowOutcome> => ({
  next: { ...before, followedAt: before.followedAt !== undefined && before.followedAt > at ? before.followedAt : at },
  outcome: { became: 'unknown' },
})

/** What a follow makes of the follower and the leads as they are. */
const followed = async (
  deps: FollowerDeps,
  account: OwnAccount,
  one: Follow,
  { before, index, isGuess }: { before: Follower; index: string; isGuess: boolean },
): Promise<Made<FollowOutcome>> => {
  const { at, follower } = one
  const of = await followedBy(deps, account, before, one, isGuess)
  if (!of) return nobodys(before, at)
  const ring = await deps.ring()
  const { leadId } = of
  const same = sameAs(before, { leadId, campaignId: of.campaign.campaignId }, at, ownLeadId(ring, account, follower))
  const hand = { before: of.lead, after: of.lead ?? newcomer(of.make(at)) }
  const joined = await joinAll(ring, hand, await samePersons(deps, same, leadId), at)
  const { survivor, gained, others } = joined
  const { followedAt: lastAt } = before
  const event = followChange(survivor, { at, lastAt, index, isNew: joined.before === undefined, gained })
  const milestones = { ...survivor.milestones, followed: survivor.milestones.followed ?? at }
  const after = event && { ...survivor, milestones, follower: index, event }
  const gone = [...same, leadId].filter((id) => id !== survivor.leadId)
  const became = event === undefined ? 'known' : event.type === 'lead.followed' ? 'followed' : 'repeated'
  return {
    next: withFollow(before, survivor, at, gone),
    leads: [...(after ? [{ before: joined.before, after }] : []), ...others],
    outcome: { became, lead: after ?? survivor },
  }
}

/**
 * Takes a follow: the follower and the lead change in one transaction. The same follow again changes nothing, and any
 * order of follows and leaves ends the same.
 */
export const follow = async (deps: FollowerDeps, account: OwnAccount, one: Follow): Promise<FollowOutcome> => {
  const { follower, outcome } = await changeFollower(
    deps,
    account,
    one,
    (before, index, isGuess) => followed(deps, account, one, { before, index, isGuess }),
    { isLikelyNew: true },
  )
  await settleLeave(deps, follower)
  return outcome
}
