import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Callback, Heard } from '../../../shared/callbacks/callback.ts'
import { hearWechat } from '../../../shared/wechat/hear.ts'
import { hearWecom } from '../../../shared/wecom/hear.ts'
import { getOf, plainPost, queryOf, refusalOf, sealedPost, signedPost } from './signed.ts'
import {
  AES_KEY,
  APP_ID,
  CORP_ID,
  NOW,
  PLAIN_SIGNATURE,
  STAMP,
  TOKEN,
  WECHAT_EVENT,
  WECOM_ECHO,
  WECOM_EVENT,
} from './vectors.ts'

const RUNS = { numRuns: 1000 }

const plain = { appId: APP_ID, token: TOKEN }
const sealed = { ...plain, encodingAesKey: AES_KEY }
const corp = { corpId: CORP_ID, token: TOKEN, encodingAesKey: AES_KEY, suiteId: 'wwSUITE' }

const LIST = '<SubscribeMsgPopupEvent><List><TemplateId>a</TemplateId></List></SubscribeMsgPopupEvent>'
const TEXTS = [
  WECHAT_EVENT.text,
  WECOM_EVENT.text,
  WECHAT_EVENT.text.replace('subscribe', 'subscribe_msg_popup_event').replace('</xml>', `${LIST}</xml>`),
  JSON.stringify({ FromUserName: 'o', CreateTime: 1_700_000_000, MsgType: 'event', Event: 'SCAN', EventKey: '1' }),
  JSON.stringify({ AuthCorpId: CORP_ID, InfoType: 'change_external_contact', TimeStamp: 1_700_000_000 }),
]

const PIECES = [
  '<',
  '>',
  '</',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE',
  '<!--',
  '<?',
  '&',
  '&#0;',
  '"',
  '\\',
  '{',
  '[',
  ',',
  '+',
  '%',
  '=',
  '\u0000',
  '\ud800',
  '__proto__',
  'List',
  '客',
]

/** What is cut out at some places of a text, and what is put there. */
const mutations = fc.array(
  fc.record({
    at: fc.nat({ max: 2000 }),
    cut: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })),
  }),
  { minLength: 1, maxLength: 5 },
)

const mutated = (texts: readonly string[]) =>
  fc.tuple(fc.constantFrom(...texts), mutations).map(([text, changes]) =>
    changes.reduce((changed, { at, cut, put }) => {
      const from = at % (changed.length + 1)
      return changed.slice(0, from) + put + changed.slice(from + cut)
    }, text),
  )

/** Every account hears it, or refuses it: anything else that is thrown fails. */
const isHeardOrRefused = (callback: Callback): void => {
  const ways: (() => Heard)[] = [
    () => hearWechat(plain, callback),
    () => hearWechat(sealed, callback),
    () => hearWecom(corp, callback),
  ]
  for (const hear of ways) expect(refusalOf(hear)).toMatch(/^[a-z_]+$/)
}

// fast-check prints the seed and the smallest failing input.
describe('whatever comes is heard or refused', () => {
  it('in the clear', () => {
    fc.assert(
      fc.property(mutated(TEXTS), (text) => isHeardOrRefused(plainPost(text))),
      RUNS,
    )
  })

  it('well encrypted', () => {
    const ids = fc.constantFrom(APP_ID, CORP_ID, 'wwSUITE')
    fc.assert(
      fc.property(mutated(TEXTS), ids, (text, id) => isHeardOrRefused(sealedPost(text, id))),
      RUNS,
    )
  })

  it('around what is encrypted', () => {
    const bodies = mutated([signedPost(WECHAT_EVENT.encrypt).body, JSON.stringify({ Encrypt: WECOM_EVENT.encrypt })])
    fc.assert(
      fc.property(bodies, (body) => isHeardOrRefused(signedPost(WECHAT_EVENT.encrypt, () => body))),
      RUNS,
    )
  })

  it('as ciphertext that is well signed', () => {
    const ciphertexts = mutated([WECHAT_EVENT.encrypt, WECOM_ECHO.encrypt])
    fc.assert(
      fc.property(ciphertexts, (encrypt) =>
        isHeardOrRefused(signedPost(encrypt, (one) => JSON.stringify({ Encrypt: one }))),
      ),
      RUNS,
    )
  })

  it('in the query', () => {
    const queries = mutated([
      queryOf({ ...STAMP, signature: PLAIN_SIGNATURE, echostr: '1' }),
      queryOf({ ...STAMP, msg_signature: WECOM_ECHO.msgSignature, echostr: WECOM_ECHO.encrypt }),
    ])
    const methods = fc.constantFrom('GET', 'POST', 'HEAD')
    fc.assert(
      fc.property(queries, methods, (rawQuery, method) => isHeardOrRefused({ ...getOf({}), method, rawQuery })),
      RUNS,
    )
  })

  it('of any shape', () => {
    const values = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(values, values, (rawQuery, body) => {
        isHeardOrRefused({ method: 'POST', rawQuery, body, now: NOW })
        isHeardOrRefused(sealedPost(body))
      }),
      RUNS,
    )
  })
})
