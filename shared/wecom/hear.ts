import * as z from 'zod'
import type { Callback, Heard } from '../callbacks/callback.ts'
import { CallbackRefusal } from '../callbacks/callbackRefusal.ts'
import { fieldsOf, type Message, readMessage } from '../callbacks/message.ts'
import { readQuery } from '../callbacks/query.ts'
import { happenedAt } from '../callbacks/seconds.ts'
import { openCallback, openSealed, required } from '../callbacks/verified.ts'
import { Id, idOf, nameOf, sceneIn } from '../callbacks/words.ts'
import type { FollowerEvent } from '../domain/followerEvent.ts'

/** A company's WeCom; `suiteId` where a third party's suite tells what happens there. */
export type WecomAccount = { corpId: string; token: string; encodingAesKey: string; suiteId?: string | undefined }

const Word = z.string().default('')

/** Fields of both forms: an own app's names its company `ToUserName`, a suite's `AuthCorpId`. */
const Said = z.object({
  FromUserName: Word,
  MsgType: Word,
  MsgId: Word,
  ChangeType: Word,
  UserID: Word,
  ExternalUserID: Word,
  State: Word,
})
const Own = Said.extend({ ToUserName: z.string(), Event: Word, CreateTime: z.string() }).transform(
  ({ ToUserName, ...said }) => ({ ...said, corpId: ToUserName }),
)
const OfSuite = Said.extend({ AuthCorpId: z.string(), InfoType: z.string(), TimeStamp: z.string() }).transform(
  ({ AuthCorpId, InfoType, TimeStamp, ...said }) => ({
    ...said,
    corpId: AuthCorpId,
    Event: InfoType,
    CreateTime: TimeStamp,
  }),
)
type Said = z.infer<typeof Own>

const Contact = z.object({ UserID: Id, ExternalUserID: Id })

/** What the platform keeps of a state; a longer one is not ours. */
const LONGEST_STATE = 30

const CONTACTS = 'change_external_contact'
const ADDED: ReadonlySet<string> = new Set(['add_external_contact', 'add_half_external_contact'])
const DELETED: ReadonlySet<string> = new Set(['del_external_contact', 'del_follow_user'])

const saidIn = (message: Message): Said => fieldsOf('InfoType' in message ? OfSuite : Own, message)

/** The sender of events is always `sys`: whom they are about tells them apart (reference §4.1). */
const receivedIdOf = (said: Said): string => {
  const { Event, ChangeType, UserID, ExternalUserID, CreateTime, State, FromUserName, MsgId } = said
  return idOf(Event, ChangeType, UserID, ExternalUserID, CreateTime, State, FromUserName, MsgId)
}

/** Whom an event is about, and the member of staff whose contact it is. */
const contactIn = (said: Said): { follower: string; adviser: string } => {
  const { UserID, ExternalUserID } = fieldsOf(Contact, said)
  return { follower: ExternalUserID, adviser: UserID }
}

const eventOf = ({ corpId }: WecomAccount, message: Message, now: Date): FollowerEvent => {
  const said = saidIn(message)
  if (said.corpId !== corpId) throw new CallbackRefusal('other_receiver')
  const { Event, ChangeType, MsgType, State } = said
  const common = { at: happenedAt(said.CreateTime, now), receivedId: receivedIdOf(said) }
  const change = Event === CONTACTS ? ChangeType : ''
  if (ADDED.has(change)) {
    const scene = sceneIn(State, LONGEST_STATE)
    return { kind: 'followed', ...common, ...contactIn(said), ...(scene !== undefined && { scene }) }
  }
  if (DELETED.has(change)) return { kind: 'unfollowed', ...common, ...contactIn(said) }
  return { kind: 'other', ...common, name: Event === '' ? nameOf(MsgType) : nameOf(Event, ChangeType) }
}

/** What WeCom says at the callback address of a company (reference §4); it is always encrypted. Fails with a CallbackRefusal. */
export const hearWecom = (account: WecomAccount, callback: Callback): Heard => {
  const { token, encodingAesKey, corpId, suiteId } = account
  const receiverIds = suiteId === undefined ? [corpId] : [corpId, suiteId]
  const keys = { token, encodingAesKey, receiverIds }
  if (callback.method === 'GET') {
    const query = readQuery(callback.rawQuery)
    return { kind: 'echo', text: openSealed(keys, required(query, 'echostr'), query, callback.now) }
  }
  const text = openCallback(keys, callback)
  return { kind: 'event', event: eventOf(account, readMessage(text), callback.now), text }
}
