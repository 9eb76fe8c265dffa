import { describe, expect, it } from 'vitest'
import { baiduInvalid, baiduUpload } from '../../../shared/platforms/conversions/baidu.ts'
import { baiduByCallback } from '../../../shared/platforms/conversions/baiduCallback.ts'
import { ATTEMPT, answered, click, conversion, several } from './conversionEvents.ts'

const one = several(1, {})
const three = several(3, {})
const bodyOf = ({ body }: { body?: string }) => JSON.parse(body ?? '')
const all = (verdict: object) => [verdict, verdict, verdict]

describe('conversions for Baidu', () => {
  const paged = { ...click({ bd_vid: 'A B' }), pageUrl: 'https://h5.example.com/loan', action: '3' }
  const account = { token: 'secret' }

  it('are uploaded with the landing page and its click id, in seconds and fen', () => {
    const request = baiduUpload.buildRequest([conversion({ ...paged, valueFen: 1_000_000 })], account, {}, ATTEMPT)
    expect(request.url).toBe('https://ocpc.baidu.com/ocpcapi/api/uploadConvertData')
    expect(bodyOf(request)).toEqual({
      token: 'secret',
      conversionTypes: [
        {
          logidUrl: 'https://h5.example.com/loan?bd_vid=A%20B',
          newType: 3,
          convertTime: 1_700_000_000,
          convertValue: 1_000_000,
          outerEventId: 'cv_abcdefghijklmnopqrst',
          outerEventType: 'custom_dedup',
        },
      ],
    })
  })

  it('are taken back by the same type and time', () => {
    const request = baiduInvalid.buildRequest(
      [conversion({ ...paged, retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' })],
      account,
      {},
      ATTEMPT,
    )
    expect(request.url).toBe('https://ocpc.baidu.com/ocpcapi/api/uploadInvalidConvertData')
    expect(bodyOf(request).invalidConversionTypes).toEqual([
      { logidUrl: 'https://h5.example.com/loan?bd_vid=A%20B', convertType: 3, convertTime: 1_700_000_000 },
    ])
    expect(baiduInvalid.unfit(conversion(paged), account)).toBe('not_a_retraction')
  })

  it.each([
    ['click_id_missing', { action: '3' }],
    ['click_id_missing', { ...click({ bd_vid: 'x' }), action: '3' }],
    ['url_too_long', { ...paged, ...click({ bd_vid: 'x'.repeat(1000) }) }],
    ['action_invalid', { ...paged, action: 'form' }],
    ['retraction_unsupported', { ...paged, retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }],
  ])('are never uploaded: %s', (reason, more) => {
    expect(baiduUpload.unfit(conversion(more), account)).toBe(reason)
  })

  const failure = (position: unknown, code: string | number = 500) => ({ code, message: 'x', position })

  it.each([
    [{ status: 0 }, all({ status: 'accepted' })],
    [
      { status: 1, errors: [failure('conversionTypes[1].logidUrl')] },
      [{ status: 'accepted' }, { status: 'rejected', reason: 'code_500' }, { status: 'accepted' }],
    ],
    [{ status: 1, failures: [failure(2)] }, all({ status: 'whole_batch', reason: 'code_500' })],
    [{ status: 1, failures: [failure('conversionTypes[3]')] }, all({ status: 'whole_batch', reason: 'code_500' })],
    [
      { status: 2, errors: [failure('conversionTypes[0]', 4), failure('conversionTypes[1]')], failures: [] },
      [
        { status: 'retry', reason: 'code_4' },
        { status: 'rejected', reason: 'code_500' },
        { status: 'rejected', reason: 'status_2' },
      ],
    ],
    [{ status: 1, failures: [failure(2, '4'), failure(0, 4)] }, all({ status: 'retry', reason: 'code_4' })],
    [{ status: 1, failures: [failure(2, 4), failure(0)] }, all({ status: 'whole_batch', reason: 'code_4' })],
    [{ status: 1 }, all({ status: 'whole_batch', reason: 'code_status_1' })],
    [{ status: 2, errors: null }, all({ status: 'whole_batch', reason: 'code_status_2' })],
    [{ status: 3 }, all({ status: 'retry', reason: 'status_3' })],
    [{ status: 4 }, all({ status: 'retry', reason: 'status_4' })],
    [{ status: 9 }, all({ status: 'retry', reason: 'answer_unreadable' })],
    [undefined, all({ status: 'retry', reason: 'answer_unreadable' })],
  ])('are answered %j', (header, verdicts) => {
    expect(baiduUpload.readAnswer(answered({ header }), three, {})).toEqual(verdicts)
  })

  it('that fail alone are rejected', () => {
    expect(baiduUpload.readAnswer(answered({ header: { status: 2 } }), one, {})).toEqual([
      { status: 'rejected', reason: 'code_status_2' },
    ])
  })

  it('make of status 3 what the settings say', () => {
    const verdicts = baiduUpload.readAnswer(answered({ header: { status: 3 } }), one, { statusThree: 'token_expired' })
    expect(verdicts).toEqual([{ status: 'token_expired' }])
  })
})

describe('a conversion for Baidu by callback', () => {
  const callback = 'http://als.baidu.com/cb/actionCb?a_type={{ATYPE}}&a_value={{AVALUE}}&ext_info=abc'
  const event = conversion({ ...click({}, callback), action: 'credit_granting' })

  it('fills in what happened and signs the whole address', () => {
    const { url, method } = baiduByCallback.buildRequest(
      [event],
      { token: 't', akey: 'k' },
      { joinType: 'ip' },
      ATTEMPT,
    )
    expect(method).toBe('GET')
    expect(url).toMatch(
      /^http:\/\/als\.baidu\.com\/cb\/actionCb\?a_type=credit_granting&a_value=0&ext_info=abc&join_type=ip&sign=[0-9a-f]{32}$/,
    )
  })

  it.each([
    ['callback_missing', { action: 'apply' }, 'k'],
    ['akey_missing', click({}, callback), undefined],
    ['action_invalid', { ...click({}, callback), action: '3' }, 'k'],
    ['retraction_unsupported', { ...click({}, callback), action: 'apply', retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }, 'k'],
  ])('is never sent: %s', (reason, more, akey) => {
    expect(baiduByCallback.unfit(conversion(more), { token: 't', akey })).toBe(reason)
  })

  it.each([100, 101, 102, 103, 105, 110])('is rejected with %i', (error_code) => {
    expect(baiduByCallback.readAnswer(answered({ error_code }), one, {})).toEqual([
      { status: 'rejected', reason: `code_${error_code}` },
    ])
  })

  it('is accepted with 0', () => {
    expect(baiduByCallback.readAnswer(answered({ error_code: 0 }), one, {})).toEqual([{ status: 'accepted' }])
  })
})
