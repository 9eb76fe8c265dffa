import { describe, expect, it } from 'vitest'
import { tc3Authorization, tc3Signature } from '../../../shared/tencentCloud/tc3.ts'

const BODY =
  '{"RuleId":"1","Name":"李四","IdCard":"11010519491231002X","RedirectUrl":"https://h5.example.com/face/done","Extra":"app_0001"}'

const request = (headers: Record<string, string>) => ({
  secretId: 'AKIDTESTTESTTESTTESTTESTTESTTEST0001',
  secretKey: 'TESTSECRETKEYTESTSECRETKEYTEST01',
  service: 'faceid',
  path: '/',
  headers: { host: 'faceid.tencentcloudapi.com', ...headers },
  body: BODY,
  at: 1_700_000_000,
})

const PLAIN = { 'content-type': 'application/json' }

describe('the signature of Tencent Cloud', () => {
  it('is that of the official SDK for content type and host', () => {
    expect(tc3Signature(request(PLAIN))).toBe('de8156a5b042ffba3f028d6e1abe24a6f1b3471c87918da40506c3f4a8c20045')
  })

  it('is that of the vector with the action among the signed headers, written in any case', () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-tc-action': 'DetectAuth' }
    expect(tc3Signature(request(headers))).toBe('de83439d3db7a24c802940340ba8037037dda6adf2ebe5efc6ad4e5faca4d693')
  })

  it('stands in the header with its day, service and signed headers', () => {
    expect(tc3Authorization(request(PLAIN))).toBe(
      'TC3-HMAC-SHA256 Credential=AKIDTESTTESTTESTTESTTESTTESTTEST0001/2023-11-14/faceid/tc3_request, SignedHeaders=content-type;host, Signature=de8156a5b042ffba3f028d6e1abe24a6f1b3471c87918da40506c3f4a8c20045',
    )
  })

  it.each([
    ['the body', { body: `${BODY} ` }],
    ['the path', { path: '/x' }],
    ['the second', { at: 1_700_000_001 }],
    ['the service', { service: 'sms' }],
    ['the key', { secretKey: 'TESTSECRETKEYTESTSECRETKEYTEST02' }],
  ])('is another one when %s is', (_what, change) => {
    expect(tc3Signature({ ...request(PLAIN), ...change })).not.toBe(tc3Signature(request(PLAIN)))
  })
})
