import { describe, expect, it } from 'vitest'
import { callbackSignature, sealMessage } from '../../../shared/callbacks/envelope.ts'
import { readQuery } from '../../../shared/callbacks/query.ts'
import { checkPlain, openCallback } from '../../../shared/callbacks/verified.ts'
import { queryOf, refusalOf, signedPost } from './signed.ts'
import { AES_KEY, APP_ID, NOW, PLAIN_SIGNATURE, RANDOM, STAMP, TOKEN, WECHAT_EVENT } from './vectors.ts'

const keys = { token: TOKEN, encodingAesKey: AES_KEY, receiverIds: [APP_ID] }

const checked = (parameters: Record<string, string>, now = NOW) =>
  refusalOf(() => checkPlain(TOKEN, readQuery(queryOf(parameters)), now))

const secondsFromNow = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

describe('a request in the clear', () => {
  it('is taken when its signature is of our token', () => {
    expect(checked({ ...STAMP, signature: PLAIN_SIGNATURE })).toBe('taken')
  })

  it.each([7200, -7200])('is good for 2 hours: %i s', (seconds) => {
    expect(checked({ ...STAMP, signature: PLAIN_SIGNATURE }, secondsFromNow(seconds))).toBe('taken')
    expect(checked({ ...STAMP, signature: PLAIN_SIGNATURE }, secondsFromNow(seconds * 1.001))).toBe('expired')
  })

  it.each([
    ['a day ago', '1699913600'],
    ['a day ahead', '1700086400'],
    ['in milliseconds', '1700000000000'],
    ['not a number', 'NaN'],
    ['hexadecimal', '0x6553f100'],
    ['a fraction', '1700000000.5'],
    ['signed', '+1700000000'],
    ['with a space', ' 1700000000'],
    ['empty', ''],
  ])('is refused when its time is %s, however well signed', (_name, timestamp) => {
    const signature = callbackSignature(TOKEN, timestamp, STAMP.nonce)
    expect(checked({ timestamp, nonce: STAMP.nonce, signature })).toBe('expired')
  })

  it('is refused without a time', () => {
    expect(checked({ nonce: STAMP.nonce, signature: callbackSignature(TOKEN, '', STAMP.nonce) })).toBe('expired')
  })

  it.each([
    ['of another token', { ...STAMP, signature: callbackSignature('other', STAMP.timestamp, STAMP.nonce) }],
    ['of another time', { ...STAMP, timestamp: '1700000001', signature: PLAIN_SIGNATURE }],
    ['of another nonce', { ...STAMP, nonce: '1', signature: PLAIN_SIGNATURE }],
    ['without its nonce', { timestamp: STAMP.timestamp, signature: PLAIN_SIGNATURE }],
    ['that is missing', STAMP],
    ['that is empty', { ...STAMP, signature: '' }],
    ['that is cut short', { ...STAMP, signature: PLAIN_SIGNATURE.slice(0, 39) }],
    ['under another name', { ...STAMP, msg_signature: PLAIN_SIGNATURE }],
  ])('is refused with a signature %s', (_name, parameters) => {
    expect(checked(parameters)).toBe('signature')
  })
})

describe('an encrypted message', () => {
  it('is decrypted as the reference has it', () => {
    const callback = signedPost(WECHAT_EVENT.encrypt)
    expect(callback.rawQuery).toContain(`msg_signature=${WECHAT_EVENT.msgSignature}`)
    expect(openCallback(keys, callback)).toBe(WECHAT_EVENT.text)
  })

  it.each([
    ['of JSON', (sealed: string) => JSON.stringify({ ToUserName: 'gh_test', Encrypt: sealed })],
    ['in compatible mode', (sealed: string) => `<xml><Event>unsubscribe</Event><Encrypt>${sealed}</Encrypt></xml>`],
    ['of JSON in compatible mode', (sealed: string) => JSON.stringify({ Event: 'unsubscribe', Encrypt: sealed })],
  ])('may stand in a body %s', (_name, around) => {
    expect(openCallback(keys, signedPost(WECHAT_EVENT.encrypt, around))).toBe(WECHAT_EVENT.text)
  })

  it.each([
    ['in the clear', `${WECHAT_EVENT.text}`, 'not_encrypted'],
    ['with nothing encrypted', '<xml><Encrypt></Encrypt></xml>', 'not_encrypted'],
    ['encrypted twice', `<xml>${`<Encrypt>${WECHAT_EVENT.encrypt}</Encrypt>`.repeat(2)}</xml>`, 'malformed'],
    ['without a body', '', 'malformed'],
    ['of 1 MiB', `<xml><Encrypt>${'A'.repeat(1_048_576)}</Encrypt></xml>`, 'too_large'],
  ])('is refused: %s', (_name, body, reason) => {
    const callback = signedPost(WECHAT_EVENT.encrypt, () => body)
    expect(refusalOf(() => openCallback(keys, callback))).toBe(reason)
  })

  it('is refused when another text was signed, before it is decrypted', () => {
    for (const other of [sealMessage(AES_KEY, APP_ID, 'other', RANDOM), 'no ciphertext', ' '])
      expect(
        refusalOf(() =>
          openCallback(
            keys,
            signedPost(WECHAT_EVENT.encrypt, () => `{"Encrypt": "${other}"}`),
          ),
        ),
      ).toBe('signature')
  })

  it('is refused with the signature of messages in the clear', () => {
    const rawQuery = queryOf({ ...STAMP, signature: PLAIN_SIGNATURE, msg_signature: PLAIN_SIGNATURE })
    expect(refusalOf(() => openCallback(keys, { ...signedPost(WECHAT_EVENT.encrypt), rawQuery }))).toBe('signature')
  })

  it('is refused when it is a day old, and with a parameter twice', () => {
    const old = { timestamp: '1699913600', nonce: '1' }
    expect(refusalOf(() => openCallback(keys, signedPost(WECHAT_EVENT.encrypt, undefined, old)))).toBe('expired')
    const callback = signedPost(WECHAT_EVENT.encrypt)
    const rawQuery = `${callback.rawQuery}&nonce=${STAMP.nonce}`
    expect(refusalOf(() => openCallback(keys, { ...callback, rawQuery }))).toBe('malformed')
  })

  it('is refused when it is for another account', () => {
    const other = { ...keys, receiverIds: ['wx0000000000000000'] }
    expect(refusalOf(() => openCallback(other, signedPost(WECHAT_EVENT.encrypt)))).toBe('other_receiver')
  })
})
