import { describe, expect, it } from 'vitest'
import { askForOceanEngineToken, oceanEngineTokenIn } from '../../../shared/platforms/oceanEngineToken.ts'

const APP = { appId: '1800000000000000001', secret: 's"1' }

it('a request for an access token of Ocean Engine tells the app by its whole number, and the refresh token', () => {
  expect(askForOceanEngineToken(APP, 'r')).toEqual({
    url: 'https://ad.oceanengine.com/open_api/oauth2/refresh_token/',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"app_id":1800000000000000001,"secret":"s\\"1","refresh_token":"r"}',
  })
})

describe('the answer', () => {
  const read = (body: unknown, status = 200) =>
    oceanEngineTokenIn({ status, body: typeof body === 'string' ? body : JSON.stringify(body) })
  const given = { access_token: 'a', expires_in: 86_399, refresh_token: 'r2', refresh_token_expires_in: 2_591_999 }

  it('gives a token, and what gets the next one', () => {
    expect(read({ code: 0, message: 'OK', data: given })).toEqual({
      token: 'a',
      seconds: 86_399,
      next: { refreshToken: 'r2', seconds: 2_591_999 },
    })
  })

  it.each([40100, 50000])('%i may pass', (code) => {
    expect(read({ code })).toEqual({ failed: `code_${code}`, passing: true })
  })

  it.each([40101, 40103, 40107, 40000])('%i is for people to look after', (code) => {
    expect(read({ code, data: {} })).toEqual({ failed: `code_${code}`, passing: false })
  })

  it.each([
    ['no JSON', '<html>', 200, 'answer_unreadable', true],
    ['nothing that gets the next', { code: 0, data: { ...given, refresh_token: '' } }, 200, 'answer_unreadable', true],
    ['a server error', '', 500, 'http_500', true],
    ['a refusal', '', 403, 'http_403', false],
  ])('%s gives none', (_what, body, status, failed, passing) => {
    expect(read(body, status)).toEqual({ failed, passing })
  })
})
