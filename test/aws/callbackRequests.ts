import type { Account } from '../../infra/local/simulators/deliveries/account.ts'
import type { Message } from '../../infra/local/simulators/deliveries/message.ts'
import { allItems } from '../harness/items.ts'
import { newFollower, telling, wechatEvent } from '../harness/listening.ts'
import { type Asking, jsonOf } from './asking.ts'

/** The official account that tells these requests; without a key its messages come in the clear. */
const OWN: Account = {
  platform: 'wechat',
  id: 'wx0000ofcallsown01',
  name: 'gh_listening',
  token: 'token-of-calls',
  encodingAesKey: '',
}

const VISIT = 'visit-of-follower'
const TEMPLATE = 'repayment-due'

type About = { dynamodb: string; campaignId: string; leadId: string }

const choices = (follower: string, element: string, event: string, entry: Record<string, string>): Message => ({
  ...wechatEvent(follower, event),
  list: { element, entries: [{ TemplateId: TEMPLATE, ...entry }] },
})

/** What WeChat tells of reminders, one after the other: agreed, sent, withdrawn. */
const aboutReminders = (follower: string): Message[] => [
  choices(follower, 'SubscribeMsgPopupEvent', 'subscribe_msg_popup_event', { SubscribeStatusString: 'accept' }),
  choices(follower, 'SubscribeMsgSentEvent', 'subscribe_msg_sent_event', { MsgID: '1', ErrorCode: '0' }),
  choices(follower, 'SubscribeMsgChangeEvent', 'subscribe_msg_change_event', { SubscribeStatusString: 'reject' }),
]

/** The leads that go on as another one. */
const joinedLeads = async (dynamodb: string, into: string): Promise<string[]> =>
  (await allItems(dynamodb)).flatMap(({ leadId, verdict }) =>
    verdict?.M?.into?.S === into && leadId?.S !== undefined ? [leadId.S] : [],
  )

/** Connects an official account and tells of everything that it can tell; answers with the leads that go on as the given one by what it told. */
export const askCallbacks = async (ask: Asking, { dynamodb, campaignId, leadId }: About): Promise<string[]> => {
  const connection = { appId: OWN.id, appSecret: 'a-synthetic-secret', token: OWN.token, campaign: campaignId }
  const path = '/v1/connections/wechat_official_account/own'
  await ask('operations', 201, { method: 'PUT', path, body: connection })

  const tell = async (message: Message): Promise<void> => {
    const { query, body, contentType } = telling({ account: OWN, shape: { mode: 'plain', format: 'xml' } }, message)
    await ask('callbacks', 200, {
      method: 'POST',
      path: `/v1/in/wechat/${OWN.id}`,
      query: new URLSearchParams(query).toString(),
      text: body,
      headers: { 'content-type': contentType },
      isVisitor: true,
    })
  }
  const follow = (follower: string, EventKey: string, secondsAgo: number) =>
    tell(wechatEvent(follower, 'subscribe', { EventKey }, secondsAgo))

  const visits = `/v1/campaigns/${campaignId}/visits`
  const visit = { visitId: VISIT, url: 'https://loan.bank.example/?gdt_vid=g3' }
  await ask('capture', 202, { method: 'POST', path: visits, body: visit, isVisitor: true })
  const invited = { method: 'POST', path: `${visits}/${VISIT}/follow-invitations`, body: { kind: 'mini_program' } }
  const { url } = jsonOf(await ask('onboarding', 201, { ...invited, isVisitor: true })) as { url: string }
  await follow(newFollower(), `qrscene_${/iv_[a-z2-7]{20}/.exec(url)?.[0]}`, 60)

  for (const follower of [newFollower(), newFollower()]) {
    await follow(follower, '', 60)
    await follow(follower, `qrscene_${leadId}`, 50)
    for (const message of aboutReminders(follower)) await tell(message)
    await tell(wechatEvent(follower, 'LOCATION', { Latitude: '23.1' }))
    await tell(wechatEvent(follower, 'unsubscribe', {}, 30))
  }
  return joinedLeads(dynamodb, leadId)
}
