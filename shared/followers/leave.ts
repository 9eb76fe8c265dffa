import { type Follower, leftLeads, withLeave } from '../domain/follower.ts'
import { leadNow } from '../leads/leadNow.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { FollowerDeps, OwnAccount } from './followerDeps.ts'
import { changeFollower, type Person } from './keptFollower.ts'

/** Reaches `unfollowed` with the lead as which the person goes on, however it is joined meanwhile. */
const unfollow = async (deps: FollowerDeps, leadId: string, at: string): Promise<void> => {
  for (;;) {
    const lead = await leadNow(deps, leadId)
    if (!lead || lead.milestones.unfollowed !== undefined) return
    const eventId = eventIdOf('lead.unfollowed', lead.leadId)
    const before = await deps.leads.reach(lead, { milestone: 'unfollowed', eventId, at })
    if (before?.verdict.status !== 'joined') return
  }
}

/** Counts as unfollowed the leads whose person left after following: the follow may be told after the leave. */
export const settleLeave = async (deps: FollowerDeps, follower: Follower): Promise<void> => {
  for (const { leadId, at } of leftLeads(follower)) await unfollow(deps, leadId, at)
}

/** Takes a leave: nothing more is sent to the person, and the platform's id of them is no longer kept. */
export const leave = async (deps: FollowerDeps, account: OwnAccount, one: Person & { at: string }): Promise<void> => {
  const { follower } = await changeFollower(deps, account, one, async (before) => ({
    next: withLeave(before, one.at),
    outcome: 'left',
  }))
  await settleLeave(deps, follower)
}
