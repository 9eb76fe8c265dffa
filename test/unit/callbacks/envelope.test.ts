import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callbackSignature, openMessage, sealMessage } from '../../../shared/callbacks/envelope.ts'
import { isSameSignature } from '../../../shared/security/sameSignature.ts'
import { refusalOf } from './signed.ts'
import {
  AES_KEY,
  APP_ID,
  CORP_ID,
  DEMO,
  PLAIN_SIGNATURE,
  RANDOM,
  STAMP,
  TOKEN,
  WECHAT_EVENT,
  WECOM_ECHO,
  WECOM_EVENT,
} from './vectors.ts'

const key = Buffer.from(`${AES_KEY}=`, 'base64')

/** Encrypts some bytes as they are, without a frame or padding. */
const encrypted = (content: Buffer): string => {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(content), cipher.final()]).toString('base64')
}

const lengthOf = (bytes: number): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

describe('the signature', () => {
  it('is that of the reference, in the clear and encrypted', () => {
    const { timestamp, nonce } = STAMP
    expect(callbackSignature(TOKEN, timestamp, nonce)).toBe(PLAIN_SIGNATURE)
    for (const { encrypt, msgSignature } of [WECHAT_EVENT, WECOM_ECHO, WECOM_EVENT])
      expect(callbackSignature(TOKEN, timestamp, nonce, encrypt)).toBe(msgSignature)
    expect(callbackSignature(DEMO.token, DEMO.timestamp, DEMO.nonce, DEMO.encrypt)).toBe(DEMO.msgSignature)
  })

  it.each(['', PLAIN_SIGNATURE.slice(1), PLAIN_SIGNATURE.toUpperCase(), `${PLAIN_SIGNATURE} `, 'ü'.repeat(40)])(
    'is not %j',
    (sent) => {
      expect(isSameSignature(PLAIN_SIGNATURE, sent)).toBe(false)
    },
  )
})

describe('the frame', () => {
  it.each([
    ['an event of WeChat', WECHAT_EVENT, APP_ID],
    ['the check of WeCom', WECOM_ECHO, CORP_ID],
    ['an event of WeCom', WECOM_EVENT, CORP_ID],
  ] as const)('is that of the reference in both directions: %s', (_name, { text, encrypt }, receiverId) => {
    expect(openMessage(AES_KEY, [receiverId], encrypt)).toBe(text)
    expect(sealMessage(AES_KEY, receiverId, text, RANDOM)).toBe(encrypt)
  })

  it('holds the 329 bytes that the reference names', () => {
    const text = openMessage(AES_KEY, [APP_ID], WECHAT_EVENT.encrypt)
    expect(Buffer.byteLength(text)).toBe(329)
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '08e630889e283164d3ace00b80ed56bb660531f77c7fd6d2170131d97ef7a635',
    )
  })

  it('is that of the public demo in both directions', () => {
    const text = openMessage(DEMO.aesKey, [DEMO.appId], DEMO.encrypt)
    expect(Buffer.byteLength(text)).toBe(284)
    expect(text).toContain('<Content><![CDATA[hello]]></Content>')
    const demoKey = Buffer.from(`${DEMO.aesKey}=`, 'base64')
    const decipher = createDecipheriv('aes-256-cbc', demoKey, demoKey.subarray(0, 16)).setAutoPadding(false)
    const random = decipher.update(Buffer.from(DEMO.encrypt, 'base64')).subarray(0, 16)
    expect(sealMessage(DEMO.aesKey, DEMO.appId, text, random)).toBe(DEMO.encrypt)
  })

  it('is opened for any of the receivers, and is different every time', () => {
    const [one, other] = [sealMessage(AES_KEY, 'suite', 'text'), sealMessage(AES_KEY, 'suite', 'text')]
    expect(openMessage(AES_KEY, [CORP_ID, 'suite'], one)).toBe('text')
    expect(one).not.toBe(other)
  })

  it('brings back any text for any receiver', () => {
    const receiverId = fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme-ascii' })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), receiverId, (text, receiverId) => {
        const sealed = sealMessage(AES_KEY, receiverId, text)
        expect(Buffer.from(sealed, 'base64').length % 32).toBe(0)
        expect(openMessage(AES_KEY, [receiverId], sealed)).toBe(text)
        expect(refusalOf(() => openMessage(AES_KEY, [`${receiverId}x`], sealed))).toBe('other_receiver')
      }),
      // fast-check prints the seed and the smallest failing text.
      { numRuns: 300 },
    )
  })
})

const sealed = WECHAT_EVENT.encrypt

const framed = (length: number, text: string, padding: Buffer): string =>
  encrypted(Buffer.concat([RANDOM, lengthOf(length), Buffer.from(text), padding]))

describe('what is no frame', () => {
  it.each([
    ['nothing', ''],
    ['Base64 that was cut short', sealed.slice(0, -1)],
    ['Base64 that lost a group', sealed.slice(0, -4)],
    ['Base64 that lost a block and a half', sealed.slice(0, -64)],
    ['a + that became a space', sealed.replaceAll('+', ' ')],
    ['Base64 for URLs', sealed.replaceAll('+', '-').replaceAll('/', '_')],
    ['Base64 in two lines', `${sealed.slice(0, 76)}\n${sealed.slice(76)}`],
    ['half a block', Buffer.alloc(16).toString('base64')],
    ['padding of 0', framed(4, `text${'x'.repeat(7)}`, Buffer.alloc(1, 0))],
    ['padding of 33', framed(4, `text${'x'.repeat(7)}`, Buffer.alloc(33, 33))],
    ['padding that is not all the same', framed(4, 'textx', Buffer.from([0, 7, 7, 7, 7, 7, 7]))],
    ['no length', encrypted(Buffer.alloc(32, 32))],
    ['half a length', encrypted(Buffer.concat([RANDOM, Buffer.from([0, 0]), Buffer.alloc(14, 14)]))],
    ['a length beyond the content', framed(12, 'text1234567', Buffer.alloc(1, 1))],
    ['a length of 4 GiB', framed(0xffffffff, 'text1234567', Buffer.alloc(1, 1))],
  ])('%s is refused', (_name, bad) => {
    expect(refusalOf(() => openMessage(AES_KEY, [APP_ID], bad))).toBe('malformed')
  })

  it.each([
    ['another app', ['wx0000000000000000']],
    ['nobody', []],
    ['one whose id begins the same', [APP_ID.slice(0, -1)]],
  ])('what is for %s is refused', (_name, receiverIds) => {
    expect(refusalOf(() => openMessage(AES_KEY, receiverIds, sealed))).toBe('other_receiver')
  })

  it('what was encrypted under another key is refused', () => {
    expect(refusalOf(() => openMessage(DEMO.aesKey, [APP_ID], sealed))).not.toBe('taken')
  })
})
