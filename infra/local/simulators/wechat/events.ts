import type { Account } from '../deliveries/account.ts'
import type { Message } from '../deliveries/message.ts'
import { openidOf, type Person } from '../people/people.ts'
import { type App, ORIGINAL_IDS } from './app.ts'

/** How the events of an app are delivered. */
export const accountOf = ({ appId, token, encodingAesKey }: App): Account => ({
  platform: 'wechat',
  id: appId,
  name: ORIGINAL_IDS[appId],
  token,
  encodingAesKey,
})

type About = { app: App; person: Person; at: Date }

/** An event of an app about a person (reference §2.4). */
export const eventOf = ({ app, person, at }: About, Event: string, more: Message['fields'] = {}): Message => ({
  fields: {
    ToUserName: ORIGINAL_IDS[app.appId],
    FromUserName: openidOf(person, app.appId),
    CreateTime: Math.floor(at.getTime() / 1000),
    MsgType: 'event',
    Event,
    ...more,
  },
})

type Choice = { templateId: string; accepted: boolean }

/** What a person answered when asked for messages of a template, in a web page or article of the account. */
export const chosenEvent = (about: About, { templateId, accepted }: Choice): Message => {
  const choice = { TemplateId: templateId, SubscribeStatusString: accepted ? 'accept' : 'reject', PopupScene: '1' }
  return {
    ...eventOf(about, 'subscribe_msg_popup_event'),
    list: { element: 'SubscribeMsgPopupEvent', entries: [choice] },
  }
}

/** What a person changed in the settings of the account. */
export const changedEvent = (about: About, { templateId, accepted }: Choice): Message => {
  const choice = { TemplateId: templateId, SubscribeStatusString: accepted ? 'accept' : 'reject' }
  return {
    ...eventOf(about, 'subscribe_msg_change_event'),
    list: { element: 'SubscribeMsgChangeEvent', entries: [choice] },
  }
}
