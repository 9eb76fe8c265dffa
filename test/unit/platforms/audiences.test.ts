import { describe, expect, it } from 'vitest'
import { unzip } from '../../../infra/local/simulators/ads/tencentAds/unzip.ts'
import { AudiencePlatform } from '../../../shared/domain/audience.ts'
import { digestFor, idFile, phoneIdFor } from '../../../shared/platforms/audiences/phoneIds.ts'
import {
  addToAudience,
  askForAudience,
  audienceIn,
  fileIn,
  isTencentAccount,
} from '../../../shared/platforms/audiences/tencentAds.ts'
import { zipOf } from '../../../shared/platforms/zip.ts'
import { ATTEMPT } from './conversionEvents.ts'

const PHONE = '13800138000'

/** The published vectors of three ways to write the same phone (reference §1.8, §6, §7). */
const IDS: Record<AudiencePlatform, string> = {
  tencent_ads: 'a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc',
  ocean_engine: 'a6942f9771d67f34034d2f1926988ed3fad3bf1b4e7cedb9a31f31398dea43bc',
  kuaishou: '7945bd83237335e5376ff44d62e4f0ae',
  baidu: '7945bd83237335e5376ff44d62e4f0ae',
  meta: 'bf08aacce7f9b2452863cf99373043c3333f0e3127f1f787c4abb46ab6cf2b83',
  google_ads: 'ec61f3c620a98bdead8c1f1f0ae747abd1b62a0c2dba4fd4bc22cf0d1d8653e5',
}

describe('a phone in an audience', () => {
  it.each(AudiencePlatform.options)('of %s is hashed as it wants', (platform) => {
    expect(phoneIdFor(platform, PHONE)).toBe(IDS[platform])
    expect(digestFor(platform)).toBe(IDS[platform].length === 32 ? 'md5' : 'sha256')
  })

  it('stands in a file by itself, under a heading where the platform goes by one', () => {
    expect(idFile('tencent_ads', ['a', 'b'])).toBe('a\nb\n')
    expect(idFile('meta', ['a'])).toBe('phone\na\n')
    expect(idFile('google_ads', ['a'])).toBe('Phone\na\n')
    expect(idFile('baidu', [])).toBe('')
  })
})

const ACCOUNT = { accountId: '9007199254740993', accessToken: 'to ken' }
const AUDIENCE = { campaignId: 'spring-loans-for-small-shops-in-shenzhen', kind: 'positive' as const }
const callerOf = (url: string) => Object.fromEntries(new URL(url).searchParams)

describe('an audience at Tencent Ads', () => {
  it('is asked for by a code and a name of its campaign and kind, with all digits of the account', () => {
    const { url, body, ...request } = askForAudience(AUDIENCE, ACCOUNT, ATTEMPT)
    expect(request).toEqual({ method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(new URL(url).href.split('?')[0]).toBe('https://api.e.qq.com/v3.0/custom_audiences/add')
    expect(callerOf(url)).toEqual({ access_token: 'to ken', timestamp: '1700000000', nonce: ATTEMPT.nonce })
    expect(body).toContain('{"account_id":9007199254740993,')
    expect(JSON.parse(String(body))).toMatchObject({
      name: 'spring-loans-for-ade446-positive',
      type: 'CUSTOMER_FILE',
      outer_audience_id: 'tuoke_positive_spring_loans_for_small_shops_in_shenzhen',
      description: 'positive, campaign spring-loans-for-small-shops-in-shenzhen',
    })
  })

  it('has names of at most 32 bytes, and no two alike', () => {
    const nameOf = (campaignId: string, kind: 'positive' | 'negative') =>
      JSON.parse(String(askForAudience({ campaignId, kind }, ACCOUNT, ATTEMPT).body)).name as string
    const long = 'a'.repeat(40)
    const names = [nameOf(long, 'positive'), nameOf(long, 'negative'), nameOf(`${long.slice(1)}b`, 'positive')]
    expect(new Set(names).size).toBe(3)
    expect(Math.max(...names.map((name) => Buffer.byteLength(name)))).toBeLessThanOrEqual(32)
  })

  it('gets a file of ids, zipped, one a line', async () => {
    const account = { ...ACCOUNT, baseUrl: 'http://localhost:9999/tencent/' }
    const { url, headers, body } = addToAudience('42', ['aa', 'bb'], account, ATTEMPT)
    expect(url).toMatch(/^http:\/\/localhost:9999\/tencent\/v3\.0\/custom_audience_files\/add\?access_token=to\+ken&/)
    const form = await new Response(new Uint8Array(Buffer.from(body)), { headers }).formData()
    const { file, ...fields } = Object.fromEntries(form) as Record<string, string> & { file: File }
    expect(fields).toEqual({
      account_id: ACCOUNT.accountId,
      audience_id: '42',
      user_id_type: 'SHA256_MOBILE_PHONE',
      operation_type: 'APPEND',
    })
    const found = unzip(Buffer.from(await file.arrayBuffer()))
    expect({ ...found, content: found?.content.toString() }).toEqual({ name: 'audience.txt', content: 'aa\nbb\n' })
  })

  const answer = (body: unknown, status = 200) => ({
    status,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  it.each([
    ['an id with all its digits', '{"code":0,"data":{"audience_id":9007199254740993}}', { id: '9007199254740993' }],
    ['an id as text', { code: 0, data: { audience_id: '12' } }, { id: '12' }],
    ['no id', { code: 0, data: {} }, { status: 'retry', reason: 'answer_unreadable' }],
    ['no JSON', '<html>', { status: 'retry', reason: 'answer_unreadable' }],
    ['that the token is over', { code: 11000 }, { status: 'token_expired' }],
    ['that it is busy', { code: 10000 }, { status: 'retry', reason: 'code_10000' }],
    ['that the day is used up', { code: 11018 }, { status: 'retry', reason: 'code_11018', afterSeconds: 86_400 }],
    ['that something is wrong', { code: 34109 }, { status: 'rejected', reason: 'code_34109' }],
  ])('is answered %s', (_, body, outcome) => {
    expect(audienceIn(answer(body))).toEqual(outcome)
  })

  it('is answered the id of a file, or by the status alone', () => {
    expect(fileIn(answer({ code: 0, data: { custom_audience_file_id: 7 } }))).toEqual({ id: '7' })
    expect(fileIn(answer('', 503))).toEqual({ status: 'retry', reason: 'http_503' })
    expect(fileIn(answer('', 401))).toEqual({ status: 'token_expired' })
  })

  it('is of an account that is named by its digits', () => {
    const named = (accountId: string) => isTencentAccount({ ...ACCOUNT, accountId })
    expect(['1', '9007199254740993', '', 'x', '1}', '1'.repeat(20)].map(named)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('an archive', () => {
  it('is what others make of the same file', () => {
    // Python's zipfile, but for who made it.
    const [about, name] = ['1400000008000000210049aa7d940e0000001b000000070000', '6964732e747874']
    const [packed, rest] = ['4b34b334314ab334e74ac46000', '00']
    expect(zipOf('ids.txt', 'a6942f97\n'.repeat(3)).toString('hex')).toBe(
      [
        ...['504b0304', about, '00', name, packed, rest],
        ...['504b01021400', about, '00', '00000000000000000000', '00000000', name],
        ...['504b0506', '00000000', '01000100', '35000000', '33000000', '0000'],
      ].join(''),
    )
  })

  it('that is damaged is none', () => {
    const zip = zipOf('ids.txt', 'abc')
    const bent = Buffer.from(zip)
    bent[40] = (bent[40] ?? 0) ^ 1
    for (const broken of [bent, zip.subarray(1), zip.subarray(0, -30), Buffer.from('abc'), Buffer.alloc(0)])
      expect(unzip(broken)).toBeUndefined()
    expect(unzip(zip)).toBeDefined()
  })
})
