import { describe, expect, it } from 'vitest'
import { feiyuSignature, oceanEngineLeads } from '../../../shared/platforms/leads/oceanEngine.ts'
import { tencentAdsLeads, tencentLeadsSignature } from '../../../shared/platforms/leads/tencentAds.ts'

const NOW = new Date('2023-11-14T22:13:20.000Z')

const push = (body: string, headers: Record<string, string> = {}) => ({ body, headers: new Headers(headers), now: NOW })

describe('leads that Tencent Ads pushes', () => {
  const account = { token: '100000001600000000', secret: '0123456789abcdef0123456789abcdef' }
  const signed = { ...account, timestamp: '1700000000' }
  const FOUR =
    'MTAwMDAwMDAxNjAwMDAwMDAwLDE3MDAwMDAwMDAsbm9uY2UwMTIzNDU2Nzg5YWJjZGVmLDMwZGYxMDZhYjg4ZTc5ZDc2MTAyZTlkYTBlMzVmNjljMTgzODY5MTdkODBhYzBhNDU4OTg2YWQ4M2M3ZTc2MzQ='
  const THREE = 'MTAwMDAwMDAxNjAwMDAwMDAwLDE3MDAwMDAwMDAsYmQwYTZmZGRhMzI5ZGY4ZGEyYmQ3NmEzODcxNDgwNGFmODljMDI1Nw=='
  const BODY =
    '{"leads_id":9007199254740993,"account_id":111,"page_id":5,"leads_name":"张三","leads_tel":"13800138000"}'
  const LEAD = {
    platform: 'tencent_ads',
    platformLeadId: '9007199254740993',
    phone: '13800138000',
    name: '张三',
    answers: {},
    account: '111',
    formId: '5',
    isTest: false,
  }

  it('are signed as the vectors are', () => {
    expect(tencentLeadsSignature({ ...signed, algorithm: 'sha256', nonce: 'nonce0123456789abcdef' })).toBe(FOUR)
    expect(tencentLeadsSignature({ ...signed, algorithm: 'sha1' })).toBe(THREE)
  })

  it.each([FOUR, THREE])('are taken with a signature of either form: %s', (signature) => {
    const read = tencentAdsLeads.readPush(push(BODY, { 'X-Signature': signature }), {
      ...account,
      requireSignature: true,
    })
    expect(read).toEqual({ leads: [LEAD] })
  })

  it('are taken without one unless it is required: it is not known whether they carry one', () => {
    expect(tencentAdsLeads.readPush(push(BODY), account)).toEqual({ leads: [LEAD] })
    expect(tencentAdsLeads.readPush(push(BODY), { ...account, requireSignature: true })).toEqual({
      refused: 'signature',
    })
    expect(tencentAdsLeads.readPush(push(BODY, { 'x-signature': 'x' }), { requireSignature: true })).toEqual({
      refused: 'signature',
    })
  })

  const at = (timestamp: string) => tencentLeadsSignature({ ...account, timestamp, algorithm: 'sha256', nonce: 'n' })

  it.each([
    ['of another secret', tencentLeadsSignature({ ...signed, secret: 'x', algorithm: 'sha256' })],
    ['of another token', tencentLeadsSignature({ ...signed, token: 'x', algorithm: 'sha256' })],
    ['that is too old', at('1699999699')],
    ['of the future', at('1700000301')],
    ['with a strange time', at('soon')],
    ['that is nothing', '%%%'],
    ['that is empty', ''],
  ])('are refused with a signature %s', (_what, signature) => {
    expect(tencentAdsLeads.readPush(push(BODY, { 'x-signature': signature }), account)).toEqual({
      refused: 'signature',
    })
  })

  it.each(['1699999700', '1700000300'])('are taken with a signature of the second %s', (timestamp) => {
    expect(tencentAdsLeads.readPush(push(BODY, { 'x-signature': at(timestamp) }), account)).toEqual({ leads: [LEAD] })
  })

  it('may be a form, and call the phone by its other name', () => {
    const body = 'leads_id=7&leads_telephone=13800138000&adgroup_id=2&dynamic_creative_id=3&click_id=ck'
    expect(
      tencentAdsLeads.readPush(push(body, { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }), {}),
    ).toEqual({
      leads: [
        {
          platform: 'tencent_ads',
          platformLeadId: '7',
          phone: '13800138000',
          answers: {},
          ad: '2',
          creative: '3',
          clickId: 'ck',
          isTest: false,
        },
      ],
    })
  })

  it.each(['', '{}', '[]', 'null', '{"leads_name":"x"}'])('are refused when the body is "%s"', (body) => {
    expect(tencentAdsLeads.readPush(push(body), {})).toEqual({ refused: 'malformed' })
  })
})

describe('leads that Feiyu pushes', () => {
  const account = { key: 'feiyu-key', token: 'feiyu-token' }
  const ID = '7000000000000000001'
  const HEX = 'NGNlY2M0MmY1ZGQzZjEyODJlYjQ2YzViNDczZTkyMTNhYzg5NzhkMGE0MGNmMWUwNGU3N2RjNDc4NTQ5Y2JkZg=='
  const RAW = 'TOzEL13T8SgutGxbRz6SE6yJeNCkDPHgTnfcR4VJy98='
  const BODY = `{"id":${ID},"name":"张三","telphone":"13800138000","create_time":1700000000,"adv_id":"1","ad_id":2,"remark_dict":{"行业":"零售","n":5,"deep":{}}}`
  const LEAD = {
    platform: 'ocean_engine',
    platformLeadId: ID,
    phone: '13800138000',
    name: '张三',
    answers: { 行业: '零售', n: '5' },
    at: NOW.toISOString(),
    account: '1',
    ad: '2',
    isTest: false,
  }
  const headers = (signature: string) => ({ signature, timestamp: '1700000000', 'access-token': 'feiyu-token' })

  it.each([
    ['hex', HEX],
    ['raw', RAW],
  ] as const)('are signed as the vector in %s is', (digestForm, signature) => {
    expect(feiyuSignature({ ...account, id: ID, timestamp: '1700000000', digestForm })).toBe(signature)
    expect(oceanEngineLeads.readPush(push(BODY, headers(signature)), { ...account, digestForm })).toEqual({
      leads: [LEAD],
    })
  })

  it('are taken with the header names in capitals and an underscore', () => {
    const shouted = { SIGNATURE: HEX, TIMESTAMP: '1700000000', ACCESS_TOKEN: 'feiyu-token' }
    expect(oceanEngineLeads.readPush(push(BODY, shouted), account)).toEqual({ leads: [LEAD] })
  })

  it.each([
    ['no headers', {}],
    ['the other form of the digest', headers(RAW)],
    ['another time', { ...headers(HEX), timestamp: '1700000001' }],
    ['another token', { ...headers(HEX), 'access-token': 'x' }],
  ])('are refused with %s', (_what, sent) => {
    expect(oceanEngineLeads.readPush(push(BODY, sent), account)).toEqual({ refused: 'signature' })
  })

  it.each([{}, { key: 'k' }, { token: 't' }])('are not signed where the console holds %j only', (half) => {
    expect(oceanEngineLeads.readPush(push(BODY), half)).toEqual({ leads: [LEAD] })
  })

  it('may hold their questions as the text of an object', () => {
    const read = oceanEngineLeads.readPush(push(JSON.stringify({ id: 1, remark_dict: '{"a":"b"}' })), {})
    expect(read).toEqual({
      leads: [{ platform: 'ocean_engine', platformLeadId: '1', answers: { a: 'b' }, isTest: false }],
    })
  })

  it.each(['', '{}', '{"id":""}', '{"telphone":"13800138000"}', '[]'])('are refused when the body is "%s"', (body) => {
    expect(oceanEngineLeads.readPush(push(body), {})).toEqual({ refused: 'malformed' })
  })
})

it('leads are answered as their platforms want it', () => {
  expect(tencentAdsLeads.answer.body).toBe('{"code":0,"message":"success","data":[{}]}')
  expect(oceanEngineLeads.answer.body).toBe('{"code":0,"message":"success"}')
})
