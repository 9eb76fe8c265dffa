import { type Account, addressOf } from '../../infra/local/simulators/deliveries/account.ts'
import { checkQuery, type Shape } from '../../infra/local/simulators/deliveries/callbackRequest.ts'
import type { Message } from '../../infra/local/simulators/deliveries/message.ts'
import type { Reply } from '../harness/client.ts'
import { newFollower, telling, wechatEvent } from '../harness/listening.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { type Ask, assertStatus } from './asking.ts'
import type { World } from './world.ts'

/** What good requests about what platforms tell are about: a lead that goes on as another one. */
export type Heard = { joinedId: string }

const encodingAesKey = 'SyntheticEncodingAesKeyOfTheContractTests01'
const WECHAT: Account = {
  platform: 'wechat',
  id: 'wx0000heard0000001',
  name: 'gh_heard',
  token: 'token-1',
  encodingAesKey,
}
const WECOM: Account = {
  platform: 'wecom',
  id: 'ww0000heard0000001',
  name: 'ww_heard',
  token: 'token-2',
  encodingAesKey,
}

/** The official account has no key, WeCom must have one. */
const SHAPES: Record<Account['platform'], Shape> = {
  wechat: { mode: 'plain', format: 'xml' },
  wecom: { mode: 'safe', format: 'xml' },
}

const addressWith = (account: Account, query: Record<string, string>): string =>
  `${addressOf('', account)}?${new URLSearchParams(query)}`

const checked = (account: Account): Ask => ({
  method: 'GET',
  path: addressWith(account, checkQuery(account, '6064463321415126812', new Date())),
})

const told = (account: Account, message: Message): Ask => {
  const { query, body: raw, contentType } = telling({ account, shape: SHAPES[account.platform] }, message)
  return { method: 'POST', path: addressWith(account, query), raw, headers: { 'content-type': contentType } }
}

const followed = (follower: string, EventKey = '', secondsAgo = 0): Ask =>
  told(WECHAT, wechatEvent(follower, 'subscribe', { EventKey }, secondsAgo))

const added = (): Ask => {
  const about = { ChangeType: 'add_external_contact', UserID: 'wang.min', ExternalUserID: `wm${newFollower()}` }
  const { fields } = wechatEvent('sys', 'change_external_contact', about)
  return told(WECOM, { fields: { ...fields, ToUserName: WECOM.id } })
}

type Making = Pick<World, 'ask' | 'newCampaign'> & { key: string }

/** Connects the accounts; somebody follows by no code, leaves a contact, and follows by the code of that lead: the earlier one goes on. */
export const makeHeard = async ({ ask, newCampaign, key }: Making): Promise<Heard> => {
  const campaign = await newCampaign({ invitations: { official_account: { connection: 'heard' } } })
  const { id: appId, token } = WECHAT
  const connect = (kind: string, body: object): Promise<Reply> =>
    ask({ method: 'PUT', path: `/v1/connections/${kind}/heard`, body, key })
  const account = { appId, appSecret: 'a-synthetic-secret', token, campaign }
  const { id: corpId, token: ofCompany } = WECOM
  const company = { corpId, secret: 'a-synthetic-secret', token: ofCompany, encodingAesKey }
  assertStatus(await connect('wechat_official_account', account), 201)
  assertStatus(await connect('wecom', company), 201)

  const follower = newFollower()
  assertStatus(await ask(followed(follower, '', 60)), 200)
  const path = `/v1/campaigns/${campaign}/leads`
  const captured = assertStatus(await ask({ method: 'POST', path, body: submission(phoneNumber(82)) }), 201)
  const { leadId } = captured.json() as { leadId: string }
  assertStatus(await ask(followed(follower, `qrscene_${leadId}`)), 200)
  return { joinedId: leadId }
}

/** A good request for every operation that platforms call, and for what operators do about it. */
export const GOOD_OF_LISTENING: Record<string, (world: World) => Ask> = {
  checkWechat: () => checked(WECHAT),
  hearWechatEvent: () => followed(newFollower()),
  checkWecom: () => checked(WECOM),
  hearWecomEvent: added,
  undoJoin: ({ host, heard: { joinedId } }) => ({
    method: 'DELETE',
    path: `/v1/leads/${joinedId}/join`,
    key: host.operatorKey(),
  }),
}

type Provoke = () => Promise<Reply>

/** Provokes the problems of what platforms tell. */
export const listeningProblems = (world: () => World): Record<string, Provoke> => {
  /** A good request at another address. */
  const at = (operation: string, change: (path: string) => string): Promise<Reply> => {
    const make = GOOD_OF_LISTENING[operation]
    if (!make) throw new Error(`no good request is known for ${operation}`)
    const ask = make(world())
    return world().ask({ ...ask, path: change(ask.path) })
  }

  const ofNobody = (operation: string) => at(operation, (path) => path.replace(/[^/]+(?=\?)/, 'nobody'))

  /** Accounts are remembered: one that was not asked for before has to be looked up. */
  const whileDown = (operation: string): Promise<Reply> => {
    const { engine } = world().host
    engine.fail('*', { kind: 'down' }, { times: 1000 })
    return ofNobody(operation).finally(() => engine.heal())
  }

  const ofAll = ['checkWechat', 'hearWechatEvent', 'checkWecom', 'hearWecomEvent'].map((operation) => ({
    [`${operation} account_not_found`]: () => ofNobody(operation),
    [`${operation} signature_invalid`]: () => at(operation, (path) => path.replace(/nonce=\d+/, 'nonce=0')),
    [`${operation} store_unavailable`]: () => whileDown(operation),
  }))
  const withoutText = (operation: string) => at(operation, (path) => path.replace(/&echostr=.*/, ''))
  return {
    ...Object.assign({}, ...ofAll),
    'checkWechat malformed_body': () => withoutText('checkWechat'),
    'checkWecom malformed_body': () => withoutText('checkWecom'),
    'undoJoin not_joined': () => at('undoJoin', (path) => path.replace(/ld_[a-z2-7]{20}/, world().leadId)),
  }
}
