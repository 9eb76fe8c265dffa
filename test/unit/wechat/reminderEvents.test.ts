import { describe, expect, it } from 'vitest'
import type { FollowerEvent } from '../../../shared/domain/followerEvent.ts'
import { hearWechat } from '../../../shared/wechat/hear.ts'
import { plainPost, refusalOf } from '../callbacks/signed.ts'
import { APP_ID, TOKEN } from '../callbacks/vectors.ts'

type Entry = Readonly<Record<string, string>>

const FIELDS = { FromUserName: 'oTEST', CreateTime: '1700000000', MsgType: 'event' }

const elementsOf = (fields: Entry): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')

const xmlOf = (Event: string, element: string, entries: readonly Entry[]): string => {
  const lists = entries.map((entry) => `<List>${elementsOf(entry)}</List>`).join('')
  return `<xml>${elementsOf({ ...FIELDS, Event })}<${element}>${lists}</${element}></xml>`
}

const jsonOf = (Event: string, List: unknown): string => JSON.stringify({ ...FIELDS, Event, List })

const heard = (body: string): FollowerEvent => {
  const said = hearWechat({ appId: APP_ID, token: TOKEN }, plainPost(body))
  if (said.kind !== 'event') throw new Error('an echo')
  return said.event
}

const yes = { TemplateId: 'tmpl_A-1', SubscribeStatusString: 'accept', PopupScene: '1' }
const no = { TemplateId: 'tmpl_B-2', SubscribeStatusString: 'reject', PopupScene: '1' }
const choices = [
  { templateId: 'tmpl_A-1', accepted: true },
  { templateId: 'tmpl_B-2', accepted: false },
]

const well = { TemplateId: 'tmpl_A-1', MsgID: '1864323726461255680', ErrorCode: '0', ErrorStatus: 'success' }
const ill = { TemplateId: 'tmpl_B-2', MsgID: '1864323726461255681', ErrorCode: '43101', ErrorStatus: 'refused' }
const sent = [
  { templateId: 'tmpl_A-1', messageId: '1864323726461255680', delivered: true },
  { templateId: 'tmpl_B-2', messageId: '1864323726461255681', delivered: false },
]

const KINDS = [
  ['subscribe_msg_popup_event', 'SubscribeMsgPopupEvent', [yes, no], { kind: 'reminders_chosen', choices }],
  ['subscribe_msg_change_event', 'SubscribeMsgChangeEvent', [yes, no], { kind: 'reminders_withdrawn', choices }],
  ['subscribe_msg_sent_event', 'SubscribeMsgSentEvent', [well, ill], { kind: 'reminders_sent', sent }],
] as const

describe.each(KINDS)('%s', (event, element, entries, expected) => {
  const [first, second] = entries
  const one = 'choices' in expected ? { choices: choices.slice(0, 1) } : { sent: sent.slice(0, 1) }

  it('lists many, in XML and in JSON', () => {
    const about = { at: '2023-11-14T22:13:20.000Z', follower: 'oTEST', ...expected }
    expect(heard(xmlOf(event, element, entries))).toMatchObject(about)
    expect(heard(jsonOf(event, entries))).toMatchObject(about)
  })

  it('lists one, in XML, in JSON and bare in JSON', () => {
    for (const text of [xmlOf(event, element, [first]), jsonOf(event, [first]), jsonOf(event, first)])
      expect(heard(text)).toMatchObject(one)
  })

  it('is the same however it is written, and another one when it lists others', () => {
    const { receivedId } = heard(xmlOf(event, element, [first]))
    expect(heard(jsonOf(event, first)).receivedId).toBe(receivedId)
    expect(heard(jsonOf(event, second)).receivedId).not.toBe(receivedId)
    expect(heard(jsonOf(event, entries)).receivedId).not.toBe(receivedId)
  })

  it.each([
    ['without a list', jsonOf(event, undefined)],
    ['with an empty list', jsonOf(event, [])],
    ['with an empty element', xmlOf(event, element, [])],
    ['with the list of another event', xmlOf(event, 'SubscribeMsg', [first])],
    ['with text for a list', jsonOf(event, 'text')],
    ['with null for a list', jsonOf(event, null)],
    ['with a list within a list', jsonOf(event, [[first]])],
    ['with an entry that lacks a template', jsonOf(event, [first, { ...second, TemplateId: undefined }])],
    ['with a template of odd characters', jsonOf(event, { ...first, TemplateId: 'a b' })],
    ['with an element twice', xmlOf(event, element, [first]).replace('</xml>', `<${element}/></xml>`)],
  ])('is refused %s', (_name, text) => {
    expect(refusalOf(() => heard(text))).toBe('malformed')
  })
})

it('a code that is a number in JSON is read as one in XML', () => {
  const text = jsonOf('subscribe_msg_sent_event', { ...well, ErrorCode: 0 })
  expect(heard(text)).toMatchObject({ sent: sent.slice(0, 1) })
})

it('an answer that is neither yes nor no is no', () => {
  const text = jsonOf('subscribe_msg_popup_event', { ...yes, SubscribeStatusString: 'filter' })
  expect(heard(text)).toMatchObject({ choices: [{ templateId: 'tmpl_A-1', accepted: false }] })
})
