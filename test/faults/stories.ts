import type { Account } from '../../infra/local/simulators/deliveries/account.ts'
import type { Message } from '../../infra/local/simulators/deliveries/message.ts'
import type { Random } from './random.ts'

/** The account's own campaign, for those who follow by none of our codes, and another that invites to the account too. */
export const CAMPAIGNS = { own: 'follows-own', other: 'follows-other' } as const

export const CONNECTION = 'follows'

/** The account that is followed, as WeChat knows it. */
export const ACCOUNT: Account = {
  platform: 'wechat',
  id: 'wx0000000follows1',
  name: 'gh_follows',
  token: 'SyntheticTokenOfFollows',
  encodingAesKey: 'SyntheticEncodingAesKeyOfTheFaultRunFollows',
}

/** What every openid begins with, and nothing else: it may stand nowhere in the clear. */
export const OPENID_MARK = 'oFollowsRun'

/** By what somebody first follows: the code of a lead of one campaign, one of another system, or none. */
const WAYS = { own: 3, other: 4, strange: 1, none: 4 }
type Way = keyof typeof WAYS

/** Something that a person does, at some second since 1970; only the first follow carries a scene. */
export type Happening = { event: 'subscribe' | 'unsubscribe'; at: number; scene?: string | undefined }

/** Somebody who follows, leaves and follows again; `leadId` is what they came by. */
export type Follower = { openid: string; campaignId: string; leadId: string | undefined; story: Happening[] }

/** Somebody before the first follow. */
export type Newcomer = { n: number; way: Way }

const MOST_HAPPENINGS = 5
const STRANGE_SCENE = 'ch_gdt_0001'

/** The openid of the n-th person. */
export const openidOf = (n: number): string => `${OPENID_MARK}${String(n).padStart(17, '0')}`

export const newcomers = (people: number, random: Random): Newcomer[] =>
  Array.from({ length: people }, (_, n) => ({ n, way: random.weighed(WAYS) }))

/** Follows and leaves in turn, from some second on. Some come in one second. */
const storyFrom = (start: number, scene: string | undefined, random: Random): Happening[] => {
  let at = start + random.between(0, 30)
  return Array.from({ length: random.between(1, MOST_HAPPENINGS) }, (_, i) => {
    at += i === 0 ? 0 : random.between(0, 4)
    if (i % 2 === 1) return { event: 'unsubscribe', at }
    return { event: 'subscribe', at, ...(i === 0 && scene !== undefined && { scene }) }
  })
}

/** What becomes of somebody who has the code of a lead, or none. */
export const followerOf = (
  { n, way }: Newcomer,
  leadId: string | undefined,
  start: number,
  random: Random,
): Follower => ({
  openid: openidOf(n),
  campaignId: way === 'other' ? CAMPAIGNS.other : CAMPAIGNS.own,
  leadId,
  story: storyFrom(start, way === 'strange' ? STRANGE_SCENE : leadId, random),
})

/** Whether somebody ever leaves: always after a follow, for a story begins with one. */
export const leaves = ({ story }: Follower): boolean => story.length > 1

const lastOf = ({ story }: Follower, event: Happening['event']): number =>
  Math.max(0, ...story.filter((one) => one.event === event).map(({ at }) => at))

/** Whether somebody follows in the end; who left in the same second does not. */
export const staysFollowing = (follower: Follower): boolean =>
  lastOf(follower, 'subscribe') > lastOf(follower, 'unsubscribe')

/** What WeChat tells of a happening (reference §2.4). */
export const messageOf = (openid: string, { event, at, scene }: Happening): Message => ({
  fields: {
    ToUserName: ACCOUNT.name,
    FromUserName: openid,
    CreateTime: at,
    MsgType: 'event',
    Event: event,
    EventKey: scene === undefined ? '' : `qrscene_${scene}`,
  },
})
