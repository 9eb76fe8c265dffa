import { describe, expect, it } from 'vitest'
import { Click, type ClickPlatform } from '../../../shared/domain/click.ts'
import { CLICK_READERS } from '../../../shared/platforms/clicks/clickReaders.ts'

const read = (platform: ClickPlatform, query: Record<string, string> | string) =>
  CLICK_READERS[platform].readClick(new URLSearchParams(query))

const PLATFORMS = Object.keys(CLICK_READERS) as ClickPlatform[]

const TENCENT_CALLBACK = 'https%3A%2F%2Fapi.e.qq.com%2Fconv%3Fcb%3DxXx%252BxXx%253D%26conv_id%3D123'

describe('a click that a platform tells', () => {
  it('is read from Tencent Ads, its time in seconds and its callback decoded once', () => {
    const query = `click_id=ck1&click_time=1700000000&account_id=111&adgroup_id=222&dynamic_creative_id=333&site_set_name=SITE_SET_MOMENTS&request_id=rq1&impression_id=im1&callback=${TENCENT_CALLBACK}`
    expect(read('tencent_ads', query)).toEqual({
      platform: 'tencent_ads',
      clickId: 'ck1',
      joinId: 'rq1',
      at: '2023-11-14T22:13:20.000Z',
      account: '111',
      ad: '222',
      creative: '333',
      placement: 'SITE_SET_MOMENTS',
      callback: 'https://api.e.qq.com/conv?cb=xXx%2BxXx%3D&conv_id=123',
    })
  })

  it('is read from Ocean Engine, its time in milliseconds and its callback a token', () => {
    const query = {
      request_id: 'r1',
      track_id: 't1',
      advertiser_id: '7000000000000000001',
      promotion_id: '7000000000000000002',
    }
    const more = { video_id: '__MID3__', image_id: '5', csite: '10001', ts: '1700000000123', callback: 'TESTCLICKID' }
    expect(read('ocean_engine', { ...query, ...more })).toEqual({
      platform: 'ocean_engine',
      clickId: 'r1',
      joinId: 't1',
      at: '2023-11-14T22:13:20.123Z',
      account: '7000000000000000001',
      ad: '7000000000000000002',
      creative: '5',
      placement: '10001',
      callback: 'TESTCLICKID',
    })
  })

  it('is read from Kuaishou, whose creative ids no number holds', () => {
    const query = {
      request_id: 'l1',
      account_id: '9',
      unit_id: '8',
      creative_id: '9007199254740993',
      csite: '1',
      ts: '1700000000123',
      callback: 'Tk-_9',
    }
    expect(read('kuaishou', query)).toEqual({
      platform: 'kuaishou',
      clickId: 'l1',
      at: '2023-11-14T22:13:20.123Z',
      account: '9',
      ad: '8',
      creative: '9007199254740993',
      placement: '1',
      callback: 'Tk-_9',
    })
  })

  it.each(['1700000000', '1700000000000'])('is read from Baidu with the time %s, and never its akey', (ts) => {
    const callback_url = 'http://als.baidu.com/cb/actionCb?a_type={{ATYPE}}&a_value={{AVALUE}}&ext_info=abc'
    const query = {
      click_id: 'c1',
      bd_vid: 'v1',
      user_id: '1',
      unit_id: '2',
      idea_id: '3',
      ts,
      callback_url,
      akey: 'AKEYTEST',
    }
    expect(read('baidu', query)).toEqual({
      platform: 'baidu',
      clickId: 'c1',
      joinId: 'v1',
      at: '2023-11-14T22:13:20.000Z',
      account: '1',
      ad: '2',
      creative: '3',
      callback: callback_url,
    })
  })

  it.each(['1700000000', '1700000000000'])('is read from any other platform with the time %s', (ts) => {
    const query = { click_id: 'c-1', ad: 'spring', creative: 'video-3', account: 'acme', ts, device: 'not kept' }
    expect(read('generic', query)).toEqual({
      platform: 'generic',
      clickId: 'c-1',
      at: '2023-11-14T22:13:20.000Z',
      account: 'acme',
      ad: 'spring',
      creative: 'video-3',
    })
  })

  it.each(PLATFORMS)('of %s is a click whatever its macros hold', (platform) => {
    const names = Object.keys(CLICK_READERS[platform].macros)
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]))
    for (const value of [
      '',
      ' ',
      '__X__',
      '{{X}}',
      '1',
      'x'.repeat(5000),
      '\u0000',
      '用户',
      '%zz',
      '-1',
      '9'.repeat(13),
    ])
      expect(Click.safeParse(read(platform, all(value))).error).toBeUndefined()
  })

  it.each(PLATFORMS)('of %s reads as one without a click id when no macro was replaced', (platform) => {
    expect(read(platform, { ...CLICK_READERS[platform].macros })).toEqual({ platform })
    expect(read(platform, '')).toEqual({ platform })
  })

  it.each(PLATFORMS)('of %s keeps no device, no address and no user agent', (platform) => {
    const device = {
      muid: 'a'.repeat(32),
      imei: 'b'.repeat(32),
      oaid: 'c',
      idfa: 'd',
      ip: '203.0.113.7',
      ua: 'e',
      phone: '13800138000',
    }
    expect(read(platform, device)).toEqual({ platform })
  })

  it.each(PLATFORMS)('of %s keeps no id that is too long', (platform) => {
    const [name = ''] = Object.keys(CLICK_READERS[platform].macros)
    expect(read(platform, { [name]: 'x'.repeat(129) })).toEqual({ platform })
    expect(read(platform, { [name]: 'x'.repeat(128) })).toEqual({ platform, clickId: 'x'.repeat(128) })
  })

  it.each(['1700000000000', '0', '170000000', '1e9', '-1700000000'])(
    'has no time when Tencent Ads says %s',
    (click_time) => {
      expect(read('tencent_ads', { click_time })).toEqual({ platform: 'tencent_ads' })
    },
  )

  it.each(['1700000000', '99999999999999'])('has no time when Ocean Engine says %s', (ts) => {
    expect(read('ocean_engine', { ts })).toEqual({ platform: 'ocean_engine' })
  })
})

describe('the callback of a click', () => {
  it.each([
    'https://evil.example/conv?cb=1',
    'https://api.e.qq.com.evil.example/conv?cb=1',
    'https://evil.example/?x=https://api.e.qq.com/conv',
    'https://api.e.qq.com@evil.example/conv?cb=1',
    'https://user:secret@api.e.qq.com/conv?cb=1',
    'https://api.e.qq.com:8443/conv?cb=1',
    'https://api.e.qq.com/v3.0/user_actions/get?cb=1',
    'https://api.e.qq.com/conv/../v3.0/x',
    'https://127.0.0.1/conv',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/conv',
    'https://localhost/conv',
    'ftp://api.e.qq.com/conv',
    'javascript:alert(1)',
    'api.e.qq.com/conv?cb=1',
    '//api.e.qq.com/conv',
    `https://api.e.qq.com/conv?cb=${'<'.repeat(1000)}`,
  ])('is not kept when it is %s', (address) => {
    expect(read('tencent_ads', { callback: address })).toEqual({ platform: 'tencent_ads' })
    expect(read('baidu', { callback_url: address })).toEqual({ platform: 'baidu' })
    if (address.includes('://')) expect(read('kuaishou', { callback: address })).toEqual({ platform: 'kuaishou' })
    if (address.includes('://'))
      expect(read('ocean_engine', { callback: address })).toEqual({ platform: 'ocean_engine' })
  })

  it.each([
    ['http://tracking.e.qq.com/conv?cb=1', 'https://tracking.e.qq.com/conv?cb=1'],
    [
      'https://API.e.qq.com/v3.0/user_actions/add?cb=1&conv_id=2#x',
      'https://api.e.qq.com/v3.0/user_actions/add?cb=1&conv_id=2',
    ],
  ])('of Tencent Ads at %s is kept as %s', (address, kept) => {
    expect(read('tencent_ads', { callback: address }).callback).toBe(kept)
  })

  it('of Kuaishou may be an address of its own', () => {
    const address = 'http://ad.partner.gifshow.com/track/activate?callback=Tk'
    expect(read('kuaishou', { callback: address }).callback).toBe(
      'https://ad.partner.gifshow.com/track/activate?callback=Tk',
    )
  })
})

describe('the answer to a click', () => {
  it.each([
    ['tencent_ads', { ret: 0, code: 0, msg: 'success', message: 'success' }],
    ['ocean_engine', { status: 0 }],
    ['kuaishou', { result: 1 }],
    ['baidu', { error_code: 0 }],
  ] as const)('of %s is 200 with the JSON that it waits for', (platform, body) => {
    const { answer } = CLICK_READERS[platform]
    expect({ ...answer, body: JSON.parse(answer.body) }).toEqual({ status: 200, contentType: 'application/json', body })
  })
})
