import { describe, expect, it } from 'vitest'
import { callbackSignature, sealMessage } from '../../../shared/callbacks/envelope.ts'
import { hearWecom } from '../../../shared/wecom/hear.ts'
import { getOf, plainPost, refusalOf, sealedPost, signedPost } from '../callbacks/signed.ts'
import {
  AES_KEY,
  APP_ID,
  CORP_ID,
  DEMO,
  NOW,
  RANDOM,
  STAMP,
  TOKEN,
  WECOM_ECHO,
  WECOM_EVENT,
} from '../callbacks/vectors.ts'

const SUITE_ID = 'wwSUITE0123456789'
const account = { corpId: CORP_ID, token: TOKEN, encodingAesKey: AES_KEY }
const ofSuite = { ...account, suiteId: SUITE_ID }

const follower = 'wmTESTexternal0000000000000001'
const adviser = 'zhangsan'
const at = '2023-11-14T22:13:20.000Z'

type Fields = Readonly<Record<string, string | undefined>>

const xmlOf = (fields: Fields): string => {
  const elements = Object.entries(fields).map(([name, value]) =>
    value === undefined ? '' : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${elements.join('')}</xml>`
}

const CONTACT = { ChangeType: 'add_external_contact', UserID: adviser, ExternalUserID: follower }
const OWN = {
  ToUserName: CORP_ID,
  FromUserName: 'sys',
  CreateTime: '1700000000',
  MsgType: 'event',
  Event: 'change_external_contact',
  ...CONTACT,
}
const SUITE = {
  SuiteId: SUITE_ID,
  AuthCorpId: CORP_ID,
  InfoType: 'change_external_contact',
  TimeStamp: '1700000000',
  ...CONTACT,
}

const heard = (text: string, receiverId: string = CORP_ID, one: typeof account = account) => {
  const said = hearWecom(one, sealedPost(text, receiverId))
  if (said.kind !== 'event') throw new Error('an echo')
  return said.event
}

const own = (fields: Fields) => heard(xmlOf({ ...OWN, ...fields }))
const suite = (fields: Fields) => heard(xmlOf({ ...SUITE, ...fields }), SUITE_ID, ofSuite)

describe('the check of the address', () => {
  const check = { ...STAMP, msg_signature: WECOM_ECHO.msgSignature, echostr: WECOM_ECHO.encrypt }

  it('answers what was encrypted and nothing else', () => {
    expect(hearWecom(account, getOf(check))).toEqual({ kind: 'echo', text: WECOM_ECHO.text })
  })

  it('takes a + that was not escaped', () => {
    const { text, encrypt, msgSignature } = WECOM_EVENT
    expect(encrypt).toContain('+')
    const rawQuery = `msg_signature=${msgSignature}&timestamp=${STAMP.timestamp}&nonce=${STAMP.nonce}&echostr=${encrypt}`
    expect(hearWecom(account, { ...getOf({}), rawQuery })).toEqual({ kind: 'echo', text })
    const spaced = rawQuery.replaceAll('+', '%20')
    expect(refusalOf(() => hearWecom(account, { ...getOf({}), rawQuery: spaced }))).toBe('signature')
  })

  const encryptedFor = (receiverId: string) => {
    const echostr = sealMessage(AES_KEY, receiverId, '1', RANDOM)
    return { ...STAMP, msg_signature: callbackSignature(TOKEN, STAMP.timestamp, STAMP.nonce, echostr), echostr }
  }

  it('is answered for the suite where there is one', () => {
    expect(hearWecom(ofSuite, getOf(encryptedFor(SUITE_ID)))).toEqual({ kind: 'echo', text: '1' })
  })

  it.each([
    ['in the clear', { ...check, echostr: WECOM_ECHO.text }, 'signature'],
    ['of another token', { ...check, msg_signature: DEMO.msgSignature }, 'signature'],
    ['a day old', { ...check, timestamp: '1699913600' }, 'expired'],
    ['without a text', { ...STAMP, msg_signature: WECOM_ECHO.msgSignature }, 'malformed'],
    ['for another company', encryptedFor('ww0000000000000000'), 'other_receiver'],
    ['for a suite that we have not', encryptedFor(SUITE_ID), 'other_receiver'],
  ])('is refused %s', (_name, parameters, reason) => {
    expect(refusalOf(() => hearWecom(account, getOf(parameters)))).toBe(reason)
  })
})

describe('how a message comes', () => {
  const event = { kind: 'followed', at, follower, adviser, scene: 'L1a2b3c4d5e6f7g8' }

  it('is encrypted, as in the reference', () => {
    const said = hearWecom(account, signedPost(WECOM_EVENT.encrypt))
    expect(said).toMatchObject({ kind: 'event', event, text: WECOM_EVENT.text })
  })

  it('is of an own app or of a suite', () => {
    expect(own({ State: 'L1a2b3c4d5e6f7g8' })).toMatchObject(event)
    expect(suite({ State: 'L1a2b3c4d5e6f7g8' })).toMatchObject(event)
  })

  it('is refused in the clear, however signed', () => {
    expect(refusalOf(() => hearWecom(account, plainPost(WECOM_EVENT.text)))).toBe('not_encrypted')
  })

  it('is refused when it is old', () => {
    const late = { ...signedPost(WECOM_EVENT.encrypt), now: new Date(NOW.getTime() + 86_400_000) }
    expect(refusalOf(() => hearWecom(account, late))).toBe('expired')
  })

  it('is refused when it is for another company, suite or app', () => {
    for (const receiverId of [APP_ID, SUITE_ID])
      expect(refusalOf(() => heard(xmlOf(OWN), receiverId))).toBe('other_receiver')
    for (const AuthCorpId of ['ww0000000000000000', ''])
      expect(refusalOf(() => suite({ AuthCorpId }))).toBe('other_receiver')
    expect(refusalOf(() => own({ ToUserName: 'ww0000000000000000' }))).toBe('other_receiver')
    expect(refusalOf(() => heard(xmlOf({ ...OWN, ToUserName: 'ww0000000000000000' }), SUITE_ID, ofSuite))).toBe(
      'other_receiver',
    )
  })
})

describe.each([
  ['an own app', own],
  ['a suite', suite],
] as const)('what %s tells', (_name, happened) => {
  it.each([
    ['add_external_contact', 'followed'],
    ['add_half_external_contact', 'followed'],
    ['del_external_contact', 'unfollowed'],
    ['del_follow_user', 'unfollowed'],
  ])('%s is %s', (ChangeType, kind) => {
    expect(happened({ ChangeType })).toEqual({ kind, at, follower, adviser, receivedId: expect.any(String) })
  })

  it.each([
    ['of 30 characters', 's'.repeat(30), 's'.repeat(30)],
    ['that is not ours', 'store-7', 'store-7'],
    ['of 31 characters', 's'.repeat(31), undefined],
    ['of odd characters', 'a b', undefined],
    ['that is empty', '', undefined],
  ])('a follow counts with a state %s', (_state, State, scene) => {
    const event = happened({ State })
    expect(event).toMatchObject({ kind: 'followed', follower, adviser })
    expect('scene' in event ? event.scene : undefined).toBe(scene)
  })

  it.each(['edit_external_contact', 'transfer_fail', 'msg_audit_approved', '__proto__'])(
    '%s is another event',
    (ChangeType) => {
      expect(happened({ ChangeType })).toMatchObject({
        kind: 'other',
        name: `change_external_contact.${ChangeType}`,
        at,
      })
    },
  )

  it.each([
    ['without a member', { UserID: undefined }],
    ['without a customer', { ExternalUserID: undefined }],
    ['of a customer of odd characters', { ExternalUserID: 'a b' }],
    ['without a time', { CreateTime: undefined, TimeStamp: undefined }],
    ['of tomorrow', { CreateTime: '1700086400', TimeStamp: '1700086400' }],
    ['without a company', { ToUserName: undefined, AuthCorpId: undefined }],
  ])('is refused %s', (_what, fields) => {
    expect(refusalOf(() => happened(fields))).toBe('malformed')
  })
})

describe('everything else', () => {
  it.each([
    [
      { Event: 'customer_acquisition', ChangeType: 'balance_low', UserID: undefined, ExternalUserID: undefined },
      'customer_acquisition.balance_low',
    ],
    [{ Event: 'change_contact', ChangeType: 'add_external_contact' }, 'change_contact.add_external_contact'],
    [{ Event: 'enter_agent', ChangeType: undefined }, 'enter_agent'],
    [
      { Event: 'change_external_contact.add_external_contact', ChangeType: '' },
      'change_external_contact.add_external_contact',
    ],
    [{ MsgType: 'text', Event: undefined, FromUserName: 'lisi', MsgId: '1' }, 'text'],
  ])('is another event: %j', (fields, name) => {
    expect(own(fields)).toMatchObject({ kind: 'other', name, at })
  })
})

it('events differ by what, whom, whose, when and by which code', () => {
  const others: Fields[] = [
    { ChangeType: 'del_follow_user' },
    { UserID: 'lisi' },
    { ExternalUserID: 'wmOTHER' },
    { CreateTime: '1700000001' },
    { State: 'other' },
    { UserID: 'zhangsa', ExternalUserID: `n${follower}` },
  ]
  const ids = [{}, ...others].map((fields) => own(fields).receivedId)
  expect(new Set(ids).size).toBe(1 + others.length)
  expect(own({ WelcomeCode: 'other' }).receivedId).toBe(ids[0])
})
