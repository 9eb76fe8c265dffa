import * as z from 'zod'
import { fieldsOf, type Message } from '../callbacks/message.ts'
import { Id } from '../callbacks/words.ts'
import type { ReminderChoice, ReminderSent } from '../domain/followerEvent.ts'

const Choice = z.object({ TemplateId: Id, SubscribeStatusString: z.string() })
const Sent = z.object({ TemplateId: Id, MsgID: Id, ErrorCode: z.string() })

/** A single entry comes bare, in XML for want of a second, in JSON too. */
const oneOrMore = <Entry extends z.ZodType>(entry: Entry) =>
  z.preprocess((list) => (Array.isArray(list) ? list : [list]), z.array(entry).min(1))

/** What a message lists: in XML within an element of its own, in JSON on top. */
const listOf = <Entry extends z.ZodType>(entry: Entry, element: string, message: Message): z.output<Entry>[] =>
  fieldsOf(z.object({ List: oneOrMore(entry) }), message[element] ?? message).List

/** What a person chose of templates, in the dialog (`SubscribeMsgPopupEvent`) or the settings (`SubscribeMsgChangeEvent`). */
export const choicesOf = (element: string, message: Message): ReminderChoice[] =>
  listOf(Choice, element, message).map(({ TemplateId, SubscribeStatusString }) => ({
    templateId: TemplateId,
    accepted: SubscribeStatusString === 'accept',
  }))

/** Which messages were sent; code 0 says that one was delivered. */
export const sentOf = (message: Message): ReminderSent[] =>
  listOf(Sent, 'SubscribeMsgSentEvent', message).map(({ TemplateId, MsgID, ErrorCode }) => ({
    templateId: TemplateId,
    messageId: MsgID,
    delivered: ErrorCode === '0',
  }))
