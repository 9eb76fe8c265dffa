import { beforeAll, describe, expect, it } from 'vitest'
import { checkQuery, type Shape } from '../../infra/local/simulators/deliveries/callbackRequest.ts'
import type { Message } from '../../infra/local/simulators/deliveries/message.ts'
import { openidOf } from '../../infra/local/simulators/people/people.ts'
import { reminderStore } from '../../shared/store/reminderStore.ts'
import { eventually } from '../harness/client.ts'
import {
  type Listener,
  type Listening,
  MINI,
  newFollower,
  STAFF,
  startListening,
  telling,
  wechatEvent,
} from '../harness/listening.ts'
import { phoneNumber } from '../harness/samples.ts'

const PLAIN: Shape = { mode: 'plain', format: 'xml' }
const DAY = 86_400

let on: Listening
beforeAll(async () => {
  on = await startListening()
})

let made = 0
const captured = async ({ campaignId }: Listener): Promise<string> =>
  (await on.on.newLead(campaignId, phoneNumber(37_000 + ++made))).leadId

/** Tells of something that is taken, and returns the answer. */
const told = async (listener: Listener, message: Message): Promise<string> => {
  const reply = await on.tell(telling(listener, message))
  expect(reply.status, reply.text).toBe(200)
  return reply.text
}

const reached = async (leadId: string) => (await on.leadOf(leadId)).milestones

/** Types of the events of a lead on the bus, once so many are there. */
const onBus = (leadId: string, many: number): Promise<string[]> =>
  eventually(
    () => {
      const own = on.on.host.busEvents().filter(({ detail }) => detail.leadId === leadId)
      return [...new Set(own.map(({ detail }) => detail.type))].sort()
    },
    ({ length }) => length >= many,
  )

describe('the check of an address', () => {
  it('is answered with its text, in the clear or encrypted', async () => {
    for (const { account } of [await on.newAccount(), await on.newAccount(PLAIN), MINI, STAFF]) {
      const reply = await on.ask(account, checkQuery(account, '6064463321415126812', new Date()))
      expect([reply.status, reply.text]).toEqual([200, '6064463321415126812'])
      expect(reply.headers.get('content-type')).toMatch(/^text\/plain/)
    }
  })

  it('by another token is refused', async () => {
    for (const { account } of [await on.newAccount(), STAFF]) {
      const reply = await on.ask(account, checkQuery({ ...account, token: 'another' }, '1', new Date()))
      expect([reply.status, reply.problem().code]).toEqual([401, 'signature_invalid'])
    }
  })
})

describe.each([
  ['in the clear', PLAIN],
  ['in the clear, in JSON', { mode: 'plain', format: 'json' }],
  ['encrypted', { mode: 'safe', format: 'xml' }],
  ['encrypted, in JSON', { mode: 'safe', format: 'json' }],
  ['both ways at once', { mode: 'compatible', format: 'xml' }],
] as const)('what an official account tells %s', (_, shape) => {
  let listener: Listener
  beforeAll(async () => {
    listener = await on.newAccount(shape)
  })

  it('of a follow without a code makes a lead of the account’s campaign, counted and on the bus', async () => {
    const follower = newFollower()
    expect(await told(listener, wechatEvent(follower, 'subscribe', { EventKey: '' }))).toBe('success')
    const leadId = await on.ownLead(listener, follower)
    expect(await on.leadOf(leadId)).toMatchObject({ campaignId: listener.campaignId, verdict: { status: 'accepted' } })
    expect(await onBus(leadId, 1)).toEqual(['lead.followed'])
    await on.counts(listener.campaignId, { followed: 1, unfollowed: 0, captured: 0 })
  })

  it('of a follow with the code of a lead, and of a leave, reaches that lead', async () => {
    const leadId = await captured(listener)
    const follower = newFollower()
    await told(listener, wechatEvent(follower, 'subscribe', { EventKey: `qrscene_${leadId}`, Ticket: 'T' }, 60))
    await told(listener, wechatEvent(follower, 'unsubscribe', { EventKey: '' }, 30))
    expect(Object.keys(await reached(leadId)).sort()).toEqual(['captured', 'followed', 'unfollowed', 'visited'])
    expect(await onBus(leadId, 3)).toEqual(['lead.captured', 'lead.followed', 'lead.unfollowed'])
    await on.counts(listener.campaignId, { followed: 2, unfollowed: 1, captured: 1 })
  })
})

describe('an event', () => {
  it('that is delivered again, signed anew, changes nothing', async () => {
    const listener = await on.newAccount()
    const leadId = await captured(listener)
    const [follower, stranger] = [newFollower(), newFollower()]
    const events = [
      wechatEvent(follower, 'subscribe', { EventKey: `qrscene_${leadId}` }, 60),
      wechatEvent(follower, 'unsubscribe', {}, 30),
      wechatEvent(follower, 'subscribe', { EventKey: '' }, 10),
      wechatEvent(stranger, 'subscribe', { EventKey: '' }, 5),
    ]
    for (const event of events) await told(listener, event)
    const before = await on.kept()
    for (const event of events.toReversed()) expect(await told(listener, event)).toBe('success')
    expect(await on.kept()).toEqual(before)
  })

  it('of a leave takes away what is known of the person, for as long as they are gone', async () => {
    const listener = await on.newAccount()
    const follower = newFollower()
    await told(listener, wechatEvent(follower, 'subscribe', { EventKey: '' }, 60))
    expect(await on.followerItem(listener, follower)).toMatchObject({ sealed: { S: expect.any(String) } })
    await told(listener, wechatEvent(follower, 'unsubscribe', {}, 30))
    const left = await on.followerItem(listener, follower)
    expect(left).toMatchObject({ leftAt: { S: expect.any(String) } })
    expect(left).not.toHaveProperty('sealed')
    expect(left).not.toHaveProperty('wrappedKey')
  })

  it('that no rule is for is kept for 30 days, sealed, once', async () => {
    const listener = await on.newAccount()
    const before = (await on.kept()).length
    const event = wechatEvent(newFollower(), 'LOCATION', { Latitude: '23.137466', Longitude: '113.352425' })
    for (let time = 0; time < 2; time++) expect(await told(listener, event)).toBe('success')
    const after = await on.kept()
    expect(after).toHaveLength(before + 1)
    const kept = after.find(({ pk }) => pk?.S === `RECEIVED#wechat_official_account#${listener.account.id}`)
    expect(kept).toMatchObject({ name: { S: 'LOCATION' }, sealed: { S: expect.any(String) } })
    const days = (Number(kept?.ttl?.N) - Date.now() / 1000) / DAY
    expect(Math.round(days)).toBe(30)
    expect(JSON.stringify(kept)).not.toMatch(/oListening|23\.137466|gh_listening/)
  })

  it('leaves no openid in the clear, in the table, on the bus or in the logs', async () => {
    const listener = await on.newAccount(PLAIN)
    const follower = newFollower()
    await told(listener, wechatEvent(follower, 'subscribe', { EventKey: '' }, 60))
    await told(listener, wechatEvent(follower, 'LOCATION', { Latitude: '23.137466' }))
    await onBus(await on.ownLead(listener, follower), 1)
    const { host } = on.on
    expect(JSON.stringify([await on.kept(), host.busEvents(), host.logs])).not.toContain(follower)
  })
})

describe('what a mini program tells', () => {
  const template = 'repayment-due'
  const chosen = (phone: string, status: string): Message => {
    const openid = openidOf({ phone } as Parameters<typeof openidOf>[0], MINI.account.id)
    const choice = { TemplateId: template, SubscribeStatusString: status, PopupScene: '1' }
    const list = { element: 'SubscribeMsgPopupEvent', entries: [choice] }
    return { ...wechatEvent(openid, 'subscribe_msg_popup_event'), list }
  }

  it('of a consent to be reminded reaches `reminded`, and is good for one message however often it is told', async () => {
    const phone = phoneNumber(37_000 + ++made)
    const { leadId } = await on.open(MINI.campaignId, phone)
    const consent = chosen(phone, 'accept')
    for (let time = 0; time < 2; time++) expect(await told(MINI, consent)).toBe('success')
    expect(await reached(leadId)).toHaveProperty('reminded')
    expect(await reminderStore(on.on.installation.table).balance(leadId, template)).toBe(1)
    await on.counts(MINI.campaignId, { reminded: 1 })
  })

  it('of a refusal changes nothing', async () => {
    const phone = phoneNumber(37_000 + ++made)
    const { leadId } = await on.open(MINI.campaignId, phone)
    await told(MINI, chosen(phone, 'reject'))
    expect(await reached(leadId)).not.toHaveProperty('reminded')
  })
})

describe('what WeCom tells', () => {
  const customer = (external: string, ChangeType: string, more: Message['fields'] = {}, secondsAgo = 0): Message => {
    const about = { ChangeType, UserID: 'wang.min', ExternalUserID: external }
    const { fields } = wechatEvent('sys', 'change_external_contact', { ...about, ...more }, secondsAgo)
    return { fields: { ...fields, ToUserName: STAFF.account.id } }
  }

  it('of an added and deleted adviser reaches the lead of the state', async () => {
    const leadId = await captured(STAFF)
    const external = `wm${newFollower()}`
    const answer = await told(STAFF, customer(external, 'add_external_contact', { State: leadId }, 60))
    expect(answer).toBe('')
    expect(await reached(leadId)).toHaveProperty('followed')
    await told(STAFF, customer(external, 'del_follow_user', {}, 30))
    expect(await reached(leadId)).toHaveProperty('unfollowed')
    expect(await onBus(leadId, 3)).toEqual(['lead.captured', 'lead.followed', 'lead.unfollowed'])
    await on.counts(STAFF.campaignId, { captured: 1, followed: 1, unfollowed: 1 })
    expect(JSON.stringify(await on.kept())).not.toContain(external)
  })
})
