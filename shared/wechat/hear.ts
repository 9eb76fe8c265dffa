import * as z from 'zod'
import type { Callback, Heard } from '../callbacks/callback.ts'
import { fieldsOf, type Message, readMessage } from '../callbacks/message.ts'
import { readQuery } from '../callbacks/query.ts'
import { happenedAt } from '../callbacks/seconds.ts'
import { checkPlain, openCallback, required } from '../callbacks/verified.ts'
import { Id, idOf, nameOf, sceneIn } from '../callbacks/words.ts'
import type { FollowerEvent } from '../domain/followerEvent.ts'
import { choicesOf, sentOf } from './reminderLists.ts'

/** An official account or a mini program; with an AES key all that it is told is encrypted. */
export type WechatAccount = { appId: string; token: string; encodingAesKey?: string | undefined }

const Said = z.object({
  FromUserName: Id,
  CreateTime: z.string(),
  MsgType: z.string(),
  Event: z.string().default(''),
  EventKey: z.string().default(''),
  MsgId: Id.optional(),
})
type Said = z.infer<typeof Said>

type About = { at: string; receivedId: string; follower: string }

const LONGEST_SCENE = 64
/** What stands before the scene of a code by which somebody followed; without it, the key says something else. */
const PREFIX = 'qrscene_'

/** Messages have an id; events are told apart by whom, when and what (reference §2.3). */
const receivedIdOf = ({ MsgType, MsgId, FromUserName, CreateTime, Event, EventKey }: Said): string =>
  MsgType !== 'event' && MsgId !== undefined ? idOf(MsgId) : idOf(FromUserName, CreateTime, Event, EventKey)

const followed = (about: About, key: string): FollowerEvent => {
  const scene = key.startsWith(PREFIX) ? sceneIn(key.slice(PREFIX.length), LONGEST_SCENE) : undefined
  return { kind: 'followed', ...about, ...(scene !== undefined && { scene }) }
}

/** Who scans follows already; for whom, only the scene says. */
const scanned = (about: About, key: string): FollowerEvent => {
  const scene = sceneIn(key, LONGEST_SCENE)
  return scene === undefined ? { kind: 'other', ...about, name: 'SCAN' } : { kind: 'followed', ...about, scene }
}

const answered = (
  kind: 'reminders_chosen' | 'reminders_withdrawn',
  about: About,
  element: string,
  message: Message,
): FollowerEvent => {
  const choices = choicesOf(element, message)
  const receivedId = idOf(about.receivedId, ...choices.map(({ templateId }) => templateId))
  return { kind, ...about, receivedId, choices }
}

/** Several messages may be sent to a person in one second: their ids tell them apart. */
const delivered = (about: About, message: Message): FollowerEvent => {
  const sent = sentOf(message)
  const receivedId = idOf(about.receivedId, ...sent.map(({ messageId }) => messageId))
  return { kind: 'reminders_sent', ...about, receivedId, sent }
}

const eventOf = (message: Message, now: Date): FollowerEvent => {
  const said = fieldsOf(Said, message)
  const { MsgType, Event, EventKey } = said
  const about = { at: happenedAt(said.CreateTime, now), receivedId: receivedIdOf(said), follower: said.FromUserName }
  if (MsgType !== 'event') return { kind: 'other', ...about, name: nameOf(MsgType) }
  switch (Event) {
    case 'subscribe':
      return followed(about, EventKey)
    case 'SCAN':
      return scanned(about, EventKey)
    case 'unsubscribe':
      return { kind: 'unfollowed', ...about }
    case 'subscribe_msg_popup_event':
      return answered('reminders_chosen', about, 'SubscribeMsgPopupEvent', message)
    case 'subscribe_msg_change_event':
      return answered('reminders_withdrawn', about, 'SubscribeMsgChangeEvent', message)
    case 'subscribe_msg_sent_event':
      return delivered(about, message)
    default:
      return { kind: 'other', ...about, name: nameOf(Event) }
  }
}

/** The text of a message in the clear, or of one that is encrypted where the account has a key. */
const textOf = ({ appId, token, encodingAesKey }: WechatAccount, callback: Callback): string => {
  if (encodingAesKey !== undefined) return openCallback({ token, encodingAesKey, receiverIds: [appId] }, callback)
  checkPlain(token, readQuery(callback.rawQuery), callback.now)
  return callback.body
}

/** What WeChat says at the callback address of an account (reference §2). Fails with a CallbackRefusal. */
export const hearWechat = (account: WechatAccount, callback: Callback): Heard => {
  if (callback.method === 'GET') {
    const query = readQuery(callback.rawQuery)
    checkPlain(account.token, query, callback.now)
    return { kind: 'echo', text: required(query, 'echostr') }
  }
  const text = textOf(account, callback)
  return { kind: 'event', event: eventOf(readMessage(text), callback.now), text }
}
