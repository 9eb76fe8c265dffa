import { describe, expect, it } from 'vitest'
import { tencentAdsByCallback, tencentAdsByClickId } from '../../../shared/platforms/conversions/tencentAds.ts'
import { ATTEMPT, answered, click, conversion, several } from './conversionEvents.ts'

const ACCOUNT = { accountId: '9007199254740993', accessToken: 'token', userActionSetId: '222' }
const CALLBACK = 'https://api.e.qq.com/conv?cb=xXx%2BxXx%3D&conv_id=123'
const PAGE = 'https://h5.example.com/loan'
const PHONE_SHA256 = 'a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc'

const bodyOf = ({ body }: { body?: string }) => JSON.parse(body ?? '')
const one = several(1, {})
const two = several(2, {})

const actionOf = (more: Parameters<typeof conversion>[0]) => {
  const event = conversion({ ...click({}, CALLBACK), ...more })
  return bodyOf(tencentAdsByCallback.buildRequest([event], ACCOUNT, {}, ATTEMPT)).actions[0]
}

describe('a conversion for Tencent Ads by callback', () => {
  it('goes to the address of the click, with the token in headers that are written with hyphens', () => {
    const event = conversion(click({}, CALLBACK))
    const request = tencentAdsByCallback.buildRequest([event], ACCOUNT, {}, ATTEMPT)
    expect(request).toMatchObject({
      url: CALLBACK,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'access-token': 'token',
        timestamp: '1700000000',
        nonce: ATTEMPT.nonce,
      },
    })
    expect(bodyOf(request)).toEqual({
      actions: [{ outer_action_id: event.id, action_time: 1_700_000_000, action_type: 'REGISTER' }],
    })
  })

  it('goes to the base of the connection where it has one', () => {
    const account = { ...ACCOUNT, baseUrl: 'http://localhost:9999/tencent/' }
    const { url } = tencentAdsByCallback.buildRequest([conversion(click({}, CALLBACK))], account, {}, ATTEMPT)
    expect(url).toBe('http://localhost:9999/tencent/conv?cb=xXx%2BxXx%3D&conv_id=123')
  })

  it('names the person by a hash of the 11 digits, and by the ids of WeChat', () => {
    expect(actionOf({ phone: '13800138000', wechat: { appId: 'wx1', unionId: 'u1' } }).user_id).toEqual({
      sha256_phone: PHONE_SHA256,
      wechat_app_id: 'wx1',
      wechat_unionid: 'u1',
    })
  })

  it.each([
    ['CREDIT', { credit_amount: 50_000, credit_level: 1 }],
    ['WITHDRAW_DEPOSITS', { withdraw_deposits_amount: 50_000, withdraw_deposits_level: 1 }],
    ['REGISTER', undefined],
  ])('tells amounts with %s in whole yuan', (action, param) => {
    expect(actionOf({ action, valueFen: 5_000_000, quality: 1 }).action_param).toEqual(param)
  })

  it('tells neither amount nor grade unless it is given them', () => {
    expect(actionOf({ action: 'CREDIT' })).not.toHaveProperty('action_param')
  })

  it.each([
    ['callback_missing', click({ gdt_vid: 'wx0' })],
    ['callback_foreign', click({}, 'https://evil.example/conv?cb=1')],
    ['action_invalid', { ...click({}, CALLBACK), action: 'register' }],
    ['action_invalid', { ...click({}, CALLBACK), action: 'CUSTOM' }],
    ['retraction_unsupported', { ...click({}, CALLBACK), retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }],
    ['page_missing', click({}, CALLBACK)],
    ['page_missing', { ...click({}, CALLBACK), wechat: { appId: 'wx1' } }],
    ['level_missing', { ...click({}, CALLBACK), pageUrl: PAGE, action: 'CREDIT', valueFen: 1_000_000 }],
  ])('is never sent: %s', (reason, more) => {
    expect(tencentAdsByCallback.unfit(conversion(more), ACCOUNT)).toBe(reason)
  })

  it('needs no page where WeChat says who it is about', () => {
    const event = conversion({ ...click({}, CALLBACK), wechat: { appId: 'wx1', unionId: 'u1' } })
    expect(tencentAdsByCallback.unfit(event, ACCOUNT)).toBeUndefined()
  })
})

describe('conversions for Tencent Ads by click id', () => {
  const paged = { ...click({ gdt_vid: 'wx0abc', qz_gdt: 'q' }), pageUrl: 'https://h5.example.com/loan' }

  it('go together, with the common parameters in the query and 64-bit ids in the body', () => {
    const request = tencentAdsByClickId.buildRequest(several(2, paged), ACCOUNT, {}, ATTEMPT)
    expect(request.url).toBe(
      'https://api.e.qq.com/v3.0/user_actions/add?access_token=token&timestamp=1700000000&nonce=nonce0123456789abcdef',
    )
    expect(request.body).toMatch(/^\{"account_id":9007199254740993,"user_action_set_id":222,"actions":\[/)
    expect(bodyOf(request).actions[1]).toEqual({
      outer_action_id: 'cv_bbbbbbbbbbbbbbbbbbbb',
      action_time: 1_700_000_000,
      action_type: 'REGISTER',
      url: 'https://h5.example.com/loan',
      trace: { click_id: 'wx0abc' },
      channel: 'TENCENT',
    })
  })

  it('stay below 50 KB when there are as many of the largest as may be', () => {
    const largest = {
      ...click({ gdt_vid: 'x'.repeat(64) }),
      pageUrl: `https://${'h'.repeat(504)}`,
      action: 'A'.repeat(64),
      phone: '13800138000',
      wechat: { appId: 'x'.repeat(32), openId: 'o'.repeat(32), unionId: 'u'.repeat(32) },
    }
    const { body } = tencentAdsByClickId.buildRequest(several(tencentAdsByClickId.batch, largest), ACCOUNT, {}, ATTEMPT)
    expect(Buffer.byteLength(body ?? '')).toBeLessThanOrEqual(50 * 1024)
  })

  it('take the click id of other traffic where WeChat gave none', () => {
    const request = tencentAdsByClickId.buildRequest([conversion(click({ qz_gdt: 'q1' }))], ACCOUNT, {}, ATTEMPT)
    expect(bodyOf(request).actions[0].trace).toEqual({ click_id: 'q1' })
  })

  it.each([
    ['click_id_missing', click({ fbclid: 'x' }), ACCOUNT],
    ['click_id_invalid', click({ gdt_vid: 'x'.repeat(65) }), ACCOUNT],
    ['data_source_missing', click({ gdt_vid: 'x' }), { ...ACCOUNT, userActionSetId: undefined }],
    ['data_source_missing', click({ gdt_vid: 'x' }), { ...ACCOUNT, accountId: '1,"x":2' }],
  ])('are never sent: %s', (reason, more, account) => {
    expect(tencentAdsByClickId.unfit(conversion(more), account)).toBe(reason)
  })
})

describe('what Tencent Ads answers', () => {
  const read = (body: unknown, status?: number) => tencentAdsByClickId.readAnswer(answered(body, status), two, {})
  const both = (verdict: object) => [verdict, verdict]

  it('0 is accepted', () => {
    expect(read({ code: 0, message: '', message_cn: '' })).toEqual(both({ status: 'accepted' }))
  })

  it.each([10000, 10001, 11008, 11016, 11017, 11019, 11022, 12100, 12101, 30000])(
    '%i passes: it is tried again',
    (code) => {
      expect(read({ code })).toEqual(both({ status: 'retry', reason: `code_${code}` }))
    },
  )

  it('11018 is the quota of the day: it is tried again a day later', () => {
    expect(read({ code: 11018 })).toEqual(both({ status: 'retry', reason: 'code_11018', afterSeconds: 86_400 }))
  })

  it.each([11000, 11002, 11004, 11005])(
    '%i is a token that is not taken: nothing is wrong with what was sent',
    (code) => {
      expect(read({ code })).toEqual(both({ status: 'token_expired' }))
    },
  )

  it.each([11007, 11009, 11010, 11011, 11012, 11013, 11014, 20003, 20004, 31033])(
    '%i is about the account: all are rejected',
    (code) => {
      expect(read({ code })).toEqual(both({ status: 'rejected', reason: `code_${code}` }))
    },
  )

  it.each([20001, 20002, 20006, 12345])(
    '%i is about what was sent: rejected alone, else nobody knows which',
    (code) => {
      expect(read({ code, message: '13800138000' })).toEqual(both({ status: 'whole_batch', reason: `code_${code}` }))
      expect(tencentAdsByCallback.readAnswer(answered({ code }), one, {})).toEqual([
        { status: 'rejected', reason: `code_${code}` },
      ])
    },
  )

  it.each([
    ['no JSON', '<html>', 200, { status: 'retry', reason: 'answer_unreadable' }],
    ['no code', {}, 200, { status: 'retry', reason: 'answer_unreadable' }],
    ['a server error', '', 502, { status: 'retry', reason: 'http_502' }],
    ['a limit', '', 429, { status: 'retry', reason: 'http_429' }],
    ['a redirect', '', 302, { status: 'retry', reason: 'http_302' }],
    ['a refusal', '', 403, { status: 'rejected', reason: 'http_403' }],
    ['a body too large', '', 413, { status: 'whole_batch', reason: 'http_413' }],
    ['a refused token', '', 401, { status: 'token_expired' }],
  ])('%s is read by its status', (_what, body, status, verdict) => {
    expect(read(body, status)).toEqual(both(verdict))
  })
})
