import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { answerOf } from '../../../shared/runtime/gatewayAnswer.ts'
import { requestOf } from '../../../shared/runtime/gatewayRequest.ts'

const eventWith = (more: Partial<APIGatewayProxyEventV2>, method = 'POST'): APIGatewayProxyEventV2 => {
  const http = { method, path: '/', protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: '' }
  const requestContext = { domainName: 'tuoke.example', http } as APIGatewayProxyEventV2['requestContext']
  const event = { version: '2.0', routeKey: '$default', rawPath: '/', rawQueryString: '', headers: {} }
  return { ...event, requestContext, isBase64Encoded: false, ...more }
}

const textOf = async (request: Request) => new TextDecoder().decode(await request.arrayBuffer())

describe('a request', () => {
  it.each([
    ['/v1/leads', '', 'https://tuoke.example/v1/leads'],
    ['/v1/leads', 'a=1%2B1&b=%E4%BD%A0', 'https://tuoke.example/v1/leads?a=1%2B1&b=%E4%BD%A0'],
    ['/p/你 好', '', 'https://tuoke.example/p/%E4%BD%A0%20%E5%A5%BD'],
    ['/v1/x/../leads', '', 'https://tuoke.example/v1/leads'],
  ])('for %s?%s has the address %s', (rawPath, rawQueryString, url) => {
    expect(requestOf(eventWith({ rawPath, rawQueryString })).url).toBe(url)
  })

  it('has headers by any case, cookies as one, and what is beyond ASCII percent-encoded', () => {
    const { headers } = requestOf(
      eventWith({ headers: { 'x-one': 'a', 'x-name': '名', 'x-empty': '' }, cookies: ['a=1', 'b=2'] }),
    )
    expect([...headers]).toEqual([
      ['cookie', 'a=1; b=2'],
      ['x-name', '%E5%90%8D'],
      ['x-one', 'a'],
    ])
    expect(headers.get('X-One')).toBe('a')
  })

  it('has its body as it was sent, text or bytes, or none', async () => {
    expect(await textOf(requestOf(eventWith({ body: '{"name":"名"}' })))).toBe('{"name":"名"}')
    const bytes = Buffer.from([0xff, 0x00, 0xfe])
    const request = requestOf(eventWith({ body: bytes.toString('base64'), isBase64Encoded: true }))
    expect(Buffer.from(await request.arrayBuffer())).toEqual(bytes)
    expect(await textOf(requestOf(eventWith({}, 'GET')))).toBe('')
  })

  it('has its form', async () => {
    const form = (body: string, type: string) => requestOf(eventWith({ body, headers: { 'content-type': type } }))
    const urlencoded = await form('a=1&a=2&b=%E5%90%8D', 'application/x-www-form-urlencoded').formData()
    expect([...urlencoded]).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', '名'],
    ])
    await expect(form('a', 'text/plain').formData()).rejects.toThrow()
  })
})

describe('an answer', () => {
  const answer = (type: string | undefined, body: BodyInit | null, more: Record<string, string> = {}) =>
    answerOf(new Response(body, { status: 201, headers: { ...(type && { 'content-type': type }), ...more } }))

  it.each([
    'text/html; charset=utf-8',
    'text/javascript; charset=utf-8',
    'application/json',
    'application/problem+json',
    'image/svg+xml',
  ])('of %s is text', async (type) => {
    expect(await answer(type, '名', { 'x-a': 'b' })).toEqual({
      statusCode: 201,
      headers: { 'content-type': type, 'x-a': 'b' },
      body: '名',
      isBase64Encoded: false,
    })
  })

  it.each(['text/csv; charset=utf-8', 'image/png', 'font/woff2'])('of %s is bytes', async (type) => {
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0xff)
    expect(await answer(type, bytes)).toEqual({
      statusCode: 201,
      headers: { 'content-type': type },
      body: '77u//w==',
      isBase64Encoded: true,
    })
  })

  it('without a body is empty text', async () => {
    expect(await answer(undefined, null)).toMatchObject({ body: '', isBase64Encoded: false })
  })

  it('has its cookies apart, each with its commas', async () => {
    const response = new Response(null, { headers: { 'x-a': 'b' } })
    for (const cookie of ['a=1; Expires=Fri, 27 Nov 2026 00:00:00 GMT', 'b=2'])
      response.headers.append('set-cookie', cookie)
    expect(await answerOf(response)).toMatchObject({
      headers: { 'x-a': 'b' },
      cookies: ['a=1; Expires=Fri, 27 Nov 2026 00:00:00 GMT', 'b=2'],
    })
  })
})
