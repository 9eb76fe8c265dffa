import type { FunnelReport } from '../../shared/contract/reports.ts'
import type { OwnAccount } from '../../shared/followers/followerDeps.ts'
import { followerIndex } from '../../shared/followers/keptFollower.ts'
import { ownLeadId } from '../../shared/followers/scene.ts'
import { send } from '../harness/client.ts'
import { type FollowsFound, findFollows } from './followsFound.ts'
import { dayAfter, recount } from './observe.ts'
import type { Server } from './server.ts'
import { ACCOUNT, CAMPAIGNS, CONNECTION, type Follower, leaves, staysFollowing } from './stories.ts'

/** The account as the server knows it. */
const OWN: OwnAccount = {
  kind: 'wechat_official_account',
  id: ACCOUNT.id,
  connectionId: CONNECTION,
  campaign: CAMPAIGNS.own,
}

/** The campaign of each lead that was captured, by lead id. */
export type Captured = ReadonlyMap<string, string>

/** What is wrong, and with whom when it is one person. */
export type FollowComplaint = { what: string; follower?: Follower }

/** The lead that somebody goes on as, and the one that a follow without the code makes when it is told first. */
const leadsOf = ({ ring }: FollowsFound, { openid, leadId }: Follower) => {
  const own = ownLeadId(ring, OWN, openid) ?? ''
  return { goesOn: leadId ?? own, own }
}

/** Each person is one accepted lead, in one campaign, with what they reached. */
const checkLead = (found: FollowsFound, follower: Follower): string[] => {
  const { goesOn, own } = leadsOf(found, follower)
  const index = followerIndex(found.ring, OWN, { follower: follower.openid })
  const [lead, kept, other] = [found.leads.get(goesOn), found.followers.get(index), found.leads.get(own)]
  if (!lead || !kept) return [lead ? 'the account does not know the person' : 'there is no lead']
  const wrong: string[] = []
  if (lead.verdict.status !== 'accepted' || lead.campaignId !== follower.campaignId)
    wrong.push(`the lead is ${lead.verdict.status} in ${lead.campaignId}`)
  if (lead.follower !== index) wrong.push('the lead is of another follower')
  if (Object.keys(kept.leads).join() !== goesOn) wrong.push(`follows as ${Object.keys(kept.leads)}, not ${goesOn}`)
  if (kept.isNamed !== staysFollowing(follower)) wrong.push(`the openid is ${kept.isNamed ? '' : 'not '}kept`)
  if (lead.milestones.followed === undefined) wrong.push('did not reach followed')
  if ((lead.milestones.unfollowed !== undefined) !== leaves(follower))
    wrong.push(`${leaves(follower) ? 'did not reach' : 'reached'} unfollowed`)
  if (own !== goesOn && other && (other.verdict.status !== 'joined' || other.verdict.into !== goesOn))
    wrong.push('the lead of the follow without a code is not joined into the one of the code')
  return wrong
}

/** What a person did is on the bus, for the lead that they go on as or the one that was joined into it. */
const checkBus = (found: FollowsFound, follower: Follower): string[] => {
  const leadIds = new Set(Object.values(leadsOf(found, follower)))
  const times = (type: string) => [...leadIds].map((leadId) => found.events.get(`${type} ${leadId}`)?.size ?? 0)
  const [followed, unfollowed] = [times('lead.followed'), times('lead.unfollowed')]
  return [
    ...(followed.some((count) => count > 0) ? [] : ['no lead.followed on the bus']),
    ...(unfollowed.some((count) => count > 0) === leaves(follower)
      ? []
      : [`${leaves(follower) ? 'no' : 'a'} lead.unfollowed on the bus`]),
    ...([...followed, ...unfollowed].some((count) => count > 1) ? ['one thing has two events on the bus'] : []),
  ]
}

/** Nobody is a lead, or is said to follow or leave, but those who do. */
const checkOthers = (found: FollowsFound, followers: readonly Follower[], captured: Captured): string[] => {
  const theirs = new Set([...captured.keys(), ...followers.flatMap((one) => Object.values(leadsOf(found, one)))])
  const told = [...found.events.keys()].map((name) => name.split(' '))
  const count = found.followers.size - followers.length
  return [
    ...(count === 0 ? [] : [`the account knows ${count} more people than there are`]),
    ...[...found.leads.keys()].filter((id) => !theirs.has(id)).map((id) => `the lead ${id} is nobody's`),
    ...told
      .filter(([type = '', leadId = '']) => type.endsWith('followed') && !theirs.has(leadId))
      .map(([type, leadId]) => `${type} of ${leadId} is on the bus, who is nobody`),
    ...found.named.map((where) => `an openid stands in the clear in ${where}`),
  ]
}

const BASES = ['cohort', 'event'] as const

/** Each campaign's report says how many were captured, followed and left, by the day they came and by the day it happened. */
const checkReports = async (server: Server, followers: readonly Follower[], captured: Captured): Promise<string[]> => {
  const spans = Object.values(CAMPAIGNS).flatMap((campaignId) => BASES.map((basis) => ({ campaignId, basis })))
  const found = spans.map(async ({ campaignId, basis }) => {
    const path = `/v1/reports/funnel?campaign=${campaignId}&basis=${basis}&from=${dayAfter(-2)}&to=${dayAfter(2)}`
    const { total } = (await send(server.url, 'GET', path, { key: server.operatorKey() })).json() as FunnelReport
    const own = followers.filter((one) => one.campaignId === campaignId)
    const expected = {
      captured: [...captured.values()].filter((id) => id === campaignId).length,
      followed: own.length,
      unfollowed: own.filter(leaves).length,
    }
    return Object.entries(expected).flatMap(([name, value]) => {
      const counted = total.counts[name as keyof typeof expected]
      return counted === value ? [] : [`the ${basis} report of ${campaignId} counts ${counted} ${name}, not ${value}`]
    })
  })
  return (await Promise.all(found)).flat()
}

/** Everything that is wrong after follows. */
export const checkFollows = async (
  server: Server,
  data: string,
  { followers, captured }: { followers: readonly Follower[]; captured: Captured },
): Promise<FollowComplaint[]> => {
  const found = await findFollows(server, data)
  const { drift } = await recount(data)
  const persons = followers.flatMap((follower) =>
    [...checkLead(found, follower), ...checkBus(found, follower)].map((what) => ({ what, follower })),
  )
  const rest = [
    ...checkOthers(found, followers, captured),
    ...(await checkReports(server, followers, captured)),
    ...(drift === 0 ? [] : [`the recount finds a drift of ${drift}`]),
  ]
  return [...persons, ...rest.map((what) => ({ what }))]
}
