import { describe, expect, it } from 'vitest'
import { askForTencentToken, tencentTokenIn } from '../../../shared/platforms/tencentAdsToken.ts'

const GRANT = { oauthClientId: '1100000001', oauthClientSecret: 's&=1', oauthRefreshToken: 'r 2' }

describe('a request for an access token of Tencent Ads', () => {
  it('asks by the refresh token, without the parameters of other calls', () => {
    expect(askForTencentToken(GRANT)).toEqual({
      url: 'https://api.e.qq.com/oauth/token?client_id=1100000001&client_secret=s%26%3D1&grant_type=refresh_token&refresh_token=r+2',
      method: 'GET',
      headers: {},
    })
  })

  it('goes to the base of a connection that has one', () => {
    const { url } = askForTencentToken({ ...GRANT, baseUrl: 'http://127.0.0.1:8788/tencent_ads' })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8788\/tencent_ads\/oauth\/token\?client_id=/)
  })
})

describe('the answer', () => {
  const read = (body: unknown, status = 200) =>
    tencentTokenIn({ status, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const given = { access_token: 'at', access_token_expires_in: 86_400, refresh_token_expires_in: 2_592_000 }

  it('gives a token for so many seconds', () => {
    expect(read({ code: 0, message: '', data: given })).toEqual({ token: 'at', seconds: 86_400 })
  })

  it.each([10000, 10001, 11008, 11016, 11017, 11018, 11019])('%i may pass', (code) => {
    expect(read({ code, data: {} })).toEqual({ failed: `code_${code}`, passing: true })
  })

  it.each([11007, 11010, 11012, 11014, 34109])('%i is for people to look after', (code) => {
    expect(read({ code })).toEqual({ failed: `code_${code}`, passing: false })
  })

  it.each([
    ['no JSON', '<html>', 200, 'answer_unreadable', true],
    ['a token without an end', { code: 0, data: { access_token: 'at' } }, 200, 'answer_unreadable', true],
    ['an empty token', { code: 0, data: { ...given, access_token: '' } }, 200, 'answer_unreadable', true],
    ['a server error', '', 502, 'http_502', true],
    ['a limit', '', 429, 'http_429', true],
    ['a redirect', '', 302, 'http_302', false],
    ['a refusal', '', 403, 'http_403', false],
  ])('%s gives none', (_what, body, status, failed, passing) => {
    expect(read(body, status)).toEqual({ failed, passing })
  })
})
