import { type Account, addressOf } from '../../infra/local/simulators/deliveries/account.ts'
import { callbackRequest, type Shape } from '../../infra/local/simulators/deliveries/callbackRequest.ts'
import type { Message } from '../../infra/local/simulators/deliveries/message.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { accountOf } from '../../infra/local/simulators/wechat/events.ts'
import { COMPANY } from '../../infra/local/simulators/wecom/customers.ts'
import { followerIndex } from '../../shared/followers/keptFollower.ts'
import { ownLeadId } from '../../shared/followers/scene.ts'
import { type Reply, send } from './client.ts'
import { INVITATIONS } from './inviting.ts'
import { allItems, isJournaled, type StoredItem } from './items.ts'
import { startOpening } from './opening.ts'

/** An account that the server listens to, how it is told, and the campaign of those who follow by none of our codes. */
export type Listener = { account: Account; shape: Shape; campaignId: string }

/** The mini program and the company of the demo connections. */
export const MINI: Listener = {
  account: accountOf(MINI_PROGRAM),
  shape: { mode: 'safe', format: 'json' },
  campaignId: 'listens-opened',
}
export const STAFF: Listener = {
  account: COMPANY,
  shape: { mode: 'safe', format: 'xml' },
  campaignId: 'demo-wecom',
}

/** A request of a platform, whole. */
export type Told = { account: Account; query: Record<string, string>; body: string; contentType: string }

let made = 0
/** Somebody whom no account knows. */
export const newFollower = (): string => `oListening${String(++made).padStart(18, '0')}`

/** An event of WeChat about a person, some seconds ago. */
export const wechatEvent = (follower: string, Event: string, more: Message['fields'] = {}, secondsAgo = 0): Message => {
  const CreateTime = Math.floor(Date.now() / 1000) - secondsAgo
  return {
    fields: { ToUserName: 'gh_listening', FromUserName: follower, CreateTime, MsgType: 'event', Event, ...more },
  }
}

/** A request that tells of something, signed at a time. */
export const telling = ({ account, shape }: Omit<Listener, 'campaignId'>, message: Message, at = new Date()): Told => ({
  account,
  ...callbackRequest(account, message, shape, at),
})

/** The whole system, and accounts that tell it of people. */
export const startListening = async () => {
  const opening = await startOpening()
  const { host, newCampaign, installation } = opening.on
  for (const { campaignId } of [MINI, STAFF])
    await newCampaign(campaignId, { chain: 'official_account', invitations: INVITATIONS })

  /** An official account with a campaign of its own; what it is told is encrypted unless it comes in the clear. */
  const newAccount = async (shape: Shape = { mode: 'safe', format: 'xml' }): Promise<Listener> => {
    const id = `wx${String(++made).padStart(16, '0')}`
    const campaignId = `listens-${made}`
    const encodingAesKey = 'SyntheticEncodingAesKeyOfAnOfficialAccount1'
    const account: Account = { platform: 'wechat', id, name: 'gh_listening', token: `token-${made}`, encodingAesKey }
    await newCampaign(campaignId, { chain: 'official_account', invitations: { official_account: { connection: id } } })
    const { token } = account
    const path = `/v1/connections/wechat_official_account/${id}`
    const key = shape.mode === 'plain' ? {} : { encodingAesKey }
    const body = { appId: id, appSecret: 'a-synthetic-secret', token, ...key, campaign: campaignId }
    const reply = await send(host.url, 'PUT', path, { body, key: host.operatorKey() })
    if (reply.status !== 201) throw new Error(`no connection: ${reply.text}`)
    return { account, shape, campaignId }
  }

  /** The account as the server knows it. */
  const known = ({ account: { id }, campaignId: campaign }: Listener) =>
    ({ kind: 'wechat_official_account', id, connectionId: id, campaign }) as const

  /** What is in the table, without what the journal makes of it. */
  const kept = async (): Promise<StoredItem[]> =>
    (await allItems(host.dynamodb)).filter((item) => !isJournaled(item) && !item.pk?.S?.startsWith('ACTIVITY#'))

  return {
    ...opening,
    newAccount,
    kept,
    ask: (account: Account, query: Record<string, string>): Promise<Reply> =>
      send(addressOf(host.url, account), 'GET', `?${new URLSearchParams(query)}`),
    tell: ({ account, query, body: raw, contentType }: Told): Promise<Reply> =>
      send(addressOf(host.url, account), 'POST', `?${new URLSearchParams(query)}`, {
        raw,
        headers: { 'content-type': contentType },
      }),
    /** The lead that somebody is who followed by none of our codes. */
    ownLead: async (listener: Listener, follower: string): Promise<string> =>
      ownLeadId(await installation.ring(), known(listener), follower) ?? '',
    /** What is kept of a follower. */
    followerItem: async (listener: Listener, follower: string): Promise<StoredItem | undefined> => {
      const index = followerIndex(await installation.ring(), known(listener), { follower })
      return (await kept()).find(({ pk }) => pk?.S === `FOLLOWER#${index}`)
    },
  }
}

export type Listening = Awaited<ReturnType<typeof startListening>>
