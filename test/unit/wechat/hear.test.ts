import { describe, expect, it } from 'vitest'
import { hearWechat } from '../../../shared/wechat/hear.ts'
import { getOf, plainPost, refusalOf, sealedPost, signedPost } from '../callbacks/signed.ts'
import { AES_KEY, APP_ID, DEMO, NOW, PLAIN_SIGNATURE, STAMP, TOKEN, WECHAT_EVENT } from '../callbacks/vectors.ts'

const plainAccount = { appId: APP_ID, token: TOKEN }
const account = { ...plainAccount, encodingAesKey: AES_KEY }

const follower = 'oTESTopenid0000000000000001'
const at = '2023-11-14T22:13:20.000Z'

type Fields = Readonly<Record<string, string | undefined>>

const FIELDS = { ToUserName: 'gh_test', FromUserName: follower, CreateTime: '1700000000', MsgType: 'event' }

const xmlOf = (fields: Fields): string => {
  const elements = Object.entries({ ...FIELDS, ...fields }).map(([name, value]) =>
    value === undefined ? '' : `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${elements.join('')}</xml>`
}

const heard = (text: string) => {
  const said = hearWechat(account, sealedPost(text))
  if (said.kind !== 'event') throw new Error('an echo')
  return said.event
}

const happened = (fields: Fields) => heard(xmlOf(fields))

describe('the check of the address', () => {
  const check = { ...STAMP, signature: PLAIN_SIGNATURE }

  it.each(['6064463321415126812', 'a+b/c= <&%2B>', ''])('answers %j as it is, with a key too', (echostr) => {
    for (const one of [plainAccount, account])
      expect(hearWechat(one, getOf({ ...check, echostr }))).toEqual({ kind: 'echo', text: echostr })
  })

  it.each([
    ['of another token', { ...check, signature: DEMO.msgSignature, echostr: '1' }, 'signature'],
    ['a day old', { ...check, timestamp: '1699913600', echostr: '1' }, 'expired'],
    ['without a text', check, 'malformed'],
  ])('is refused %s', (_name, parameters, reason) => {
    expect(refusalOf(() => hearWechat(account, getOf(parameters)))).toBe(reason)
  })
})

describe('how a message comes', () => {
  const receivedId = JSON.stringify([follower, '1700000000', 'subscribe', 'qrscene_ch_gdt_0001'])
  const event = { kind: 'followed', at, receivedId, follower, scene: 'ch_gdt_0001' }

  it('is encrypted, as in the reference', () => {
    expect(hearWechat(account, signedPost(WECHAT_EVENT.encrypt))).toEqual({
      kind: 'event',
      event,
      text: WECHAT_EVENT.text,
    })
  })

  it('is in the clear where the account has no key', () => {
    expect(hearWechat(plainAccount, plainPost(WECHAT_EVENT.text))).toMatchObject({ event, text: WECHAT_EVENT.text })
  })

  it('is both: only the encrypted part is believed', () => {
    const around = (sealed: string) => xmlOf({ Event: 'unsubscribe', Encrypt: sealed })
    expect(hearWechat(account, signedPost(WECHAT_EVENT.encrypt, around))).toMatchObject({ event })
  })

  it('is JSON where XML was chosen, in the clear and encrypted', () => {
    const json = JSON.stringify({
      ...FIELDS,
      CreateTime: 1_700_000_000,
      Event: 'subscribe',
      EventKey: 'qrscene_ch_gdt_0001',
    })
    expect(hearWechat(plainAccount, plainPost(json))).toMatchObject({ event })
    expect(heard(json)).toEqual(event)
  })

  it('is refused in the clear where the account has a key', () => {
    expect(refusalOf(() => hearWechat(account, plainPost(WECHAT_EVENT.text)))).toBe('not_encrypted')
  })

  it('is refused in the clear when it is signed wrong, old or too large', () => {
    const post = plainPost(WECHAT_EVENT.text)
    const refusal = (callback: typeof post) => refusalOf(() => hearWechat(plainAccount, callback))
    expect(refusal({ ...post, rawQuery: post.rawQuery.replace(STAMP.nonce, '1') })).toBe('signature')
    expect(refusal({ ...post, now: new Date(NOW.getTime() + 86_400_000) })).toBe('expired')
    expect(refusal(plainPost('x'.repeat(1_048_576)))).toBe('too_large')
    expect(refusal(plainPost(''))).toBe('malformed')
  })

  it('is refused encrypted where the account has no key', () => {
    const { body } = signedPost(WECHAT_EVENT.encrypt)
    expect(refusalOf(() => hearWechat(plainAccount, plainPost(body)))).toBe('malformed')
  })
})

describe('follows and leaves', () => {
  it.each([
    ['by a code', 'qrscene_iv_abcdefghijklmnopqrst', 'iv_abcdefghijklmnopqrst'],
    ['by a code of somebody else', 'qrscene_123', '123'],
    ['by a code of 64 characters', `qrscene_${'s'.repeat(64)}`, 's'.repeat(64)],
    ['by none', '', undefined],
    ['by none, with no key at all', undefined, undefined],
    ['after a payment', 'last_trade_no_4200000', undefined],
    ['by a code of 65 characters', `qrscene_${'s'.repeat(65)}`, undefined],
    ['by a code of odd characters', 'qrscene_a b', undefined],
    ['by a code of Chinese', 'qrscene_门店', undefined],
    ['by an empty code', 'qrscene_', undefined],
  ])('a follow counts %s', (_name, EventKey, scene) => {
    const event = happened({ Event: 'subscribe', EventKey })
    expect(event).toMatchObject({ kind: 'followed', at, follower })
    expect('scene' in event ? event.scene : undefined).toBe(scene)
  })

  it('a scan by somebody who follows says for whom', () => {
    expect(happened({ Event: 'SCAN', EventKey: 'ld_1' })).toMatchObject({ kind: 'followed', follower, scene: 'ld_1' })
  })

  it.each([undefined, '', 's'.repeat(65), 'a b'])('a scan of %j is no news', (EventKey) => {
    expect(happened({ Event: 'SCAN', EventKey })).toMatchObject({ kind: 'other', name: 'SCAN', follower })
  })

  it('a leave is one', () => {
    expect(happened({ Event: 'unsubscribe' })).toEqual({
      kind: 'unfollowed',
      at,
      follower,
      receivedId: JSON.stringify([follower, '1700000000', 'unsubscribe', '']),
    })
  })
})

describe('everything else', () => {
  it.each([
    [{ MsgType: 'text', Content: 'hello', MsgId: '1' }, 'text'],
    [{ Event: 'CLICK', EventKey: 'menu 1' }, 'CLICK'],
    [{ Event: 'VIEW', EventKey: 'https://example.com/?a=b' }, 'VIEW'],
    [{ Event: 'TEMPLATESENDJOBFINISH', MsgID: '1', Status: 'failed:user block' }, 'TEMPLATESENDJOBFINISH'],
    [{ Event: 'Subscribe' }, 'Subscribe'],
    [{ Event: '__proto__' }, '__proto__'],
    [{ Event: '客户 13900139001\n-x' }, '13900139001x'],
    [{ Event: '客户' }, 'unnamed'],
    [{ Event: 'e'.repeat(100) }, 'e'.repeat(64)],
    [{ MsgType: 'subscribe' }, 'subscribe'],
    [{}, 'unnamed'],
  ])('is another event: %j', (fields, name) => {
    expect(happened(fields)).toMatchObject({ kind: 'other', at, follower, name })
  })

  it.each([
    ['without a sender', { FromUserName: undefined }],
    ['of an odd sender', { FromUserName: 'o a' }],
    ['of a sender of 129 characters', { FromUserName: 'o'.repeat(129) }],
    ['without a time', { CreateTime: undefined }],
    ['of an empty time', { CreateTime: '' }],
    ['of 1970', { CreateTime: '1' }],
    ['in milliseconds', { CreateTime: '1700000000000' }],
    ['of tomorrow', { CreateTime: '1700086400' }],
    ['of a time with a fraction', { CreateTime: '1700000000.5' }],
    ['without a type', { MsgType: undefined }],
  ])('is refused %s', (_name, fields) => {
    expect(refusalOf(() => happened({ Event: 'subscribe', ...fields }))).toBe('malformed')
  })

  it('is refused with a field twice', () => {
    const xml = xmlOf({ Event: 'subscribe' }).replace('<MsgType>', '<FromUserName>o2</FromUserName><MsgType>')
    expect(refusalOf(() => heard(xml))).toBe('malformed')
  })
})

describe('what tells events apart', () => {
  const idOf = (fields: Fields) => happened(fields).receivedId

  it('is the id of a message', () => {
    const message = { MsgType: 'text', MsgId: '22580248712345678' }
    expect(idOf({ ...message, CreateTime: '1700000001' })).toBe(idOf(message))
    expect(idOf({ ...message, MsgId: '22580248712345679' })).not.toBe(idOf(message))
    const json = (MsgId: string) =>
      `{"FromUserName":"${follower}","CreateTime":1700000000,"MsgType":"text","MsgId":${MsgId}}`
    expect(heard(json('22580248712345679')).receivedId).not.toBe(heard(json('22580248712345678')).receivedId)
  })

  it('is who, when, what and the key of an event', () => {
    const one = { Event: 'subscribe', EventKey: 'qrscene_1' }
    const others = [
      { ...one, FromUserName: 'oTESTother' },
      { ...one, CreateTime: '1700000001' },
      { ...one, Event: 'SCAN' },
      { ...one, EventKey: 'qrscene_2' },
      { ...one, EventKey: 'qrscene_3', MsgId: '1' },
      { ...one, EventKey: 'qrscene_4', MsgId: '1' },
      { ...one, Event: 'subscribeq', EventKey: 'rscene_1' },
      { ...one, Event: 'subscribe","qrscene_1', EventKey: '' },
    ]
    expect(idOf({ ...one, Ticket: 'other' })).toBe(idOf(one))
    expect(new Set([one, ...others].map(idOf)).size).toBe(1 + others.length)
  })
})
