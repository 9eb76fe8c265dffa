import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { follow } from '../../shared/followers/follow.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import type { Friend, KnownPerson } from '../../shared/providers/friendFinder.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { note } from '../../shared/runtime/log.ts'
import type { OnboardingDeps } from './deps.ts'

/** Whose app the person opened, when that is known and tells who they are elsewhere. */
const knownPerson = async ({ ring }: OnboardingDeps, lead: Lead): Promise<KnownPerson | undefined> => {
  const { wechat } = await personOf(await ring(), lead)
  return wechat?.unionid === undefined ? undefined : { openid: wechat.openid, unionid: wechat.unionid }
}

type Company = Awaited<ReturnType<OnboardingDeps['company']>>

/** WeCom fails to say: the person gets a code all the same. */
const unlessFailing = async (find: () => Promise<Friend | undefined>): Promise<Friend | undefined> => {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    note({ reason: error.message })
    return undefined
  }
}

const followed = async (
  deps: OnboardingDeps,
  company: Company,
  lead: Lead,
  friend: Friend,
  userIds: readonly string[],
) => {
  const adviser = userIds.find((userId) => friend.advisers.includes(userId))
  if (adviser === undefined) return
  const at = deps.now().toISOString()
  await follow(deps, company.account, { follower: friend.externalUserId, adviser, at, scene: lead.leadId })
}

/** Counts a lead as followed whose adviser is a friend already: WeCom tells of no second adding (reference §4.2). */
export const followFriend = async (deps: OnboardingDeps, lead: Lead, { settings }: Campaign): Promise<void> => {
  const advisers = settings.invitations?.wecom
  if (!advisers || lead.milestones.followed !== undefined || lead.verdict.status !== 'accepted') return
  const person = await knownPerson(deps, lead)
  if (!person) return
  const company = await deps.company(advisers.connection)
  const friend = await unlessFailing(() => company.friends.find(person))
  if (friend) await followed(deps, company, lead, friend, advisers.userIds)
}
