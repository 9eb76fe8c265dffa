import { describe, expect, it } from 'vitest'
import { topologyOf } from './functionTopology.ts'
import { type Echo, echoing, echoOf, http, startBench } from './startedGateway.ts'

echoing('echo')
const { url, port, raw } = await startBench(topologyOf({ echo: http('GET /echo', 'POST /echo', 'GET /items/{id}') }))

const echo = async (path: string, init?: RequestInit): Promise<Echo> =>
  (await (await fetch(url + path, init)).json()) as Echo

const post = (body: BodyInit, type?: string) =>
  echo('/echo', { method: 'POST', body, headers: type === undefined ? {} : { 'content-type': type } })

describe('the event of a request', () => {
  it('is that of an HTTP API, payload format 2.0', async () => {
    const { name, event } = await echo('/items/a%20b?x=1&y=2&x=%E8%B4%B7', {
      headers: { 'X-Custom': 'One', 'user-agent': 'test' },
    })
    expect(name).toBe('echo')
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /items/{id}',
      rawPath: '/items/a b',
      rawQueryString: 'x=1&y=2&x=%E8%B4%B7',
      queryStringParameters: { x: '1,贷', y: '2' },
      pathParameters: { id: 'a b' },
      isBase64Encoded: false,
      headers: {
        'x-custom': 'One',
        host: `127.0.0.1:${port}`,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(port),
        'x-forwarded-proto': 'http',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      },
      requestContext: {
        domainName: '127.0.0.1',
        routeKey: 'GET /items/{id}',
        stage: '$default',
        http: { method: 'GET', path: '/items/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    })
    expect(Math.abs(event.requestContext.timeEpoch - Date.now())).toBeLessThan(60_000)
    expect(event.body).toBeUndefined()
    expect(event.cookies).toBeUndefined()
  })

  it('has no parameters where there are none', async () => {
    const { event } = await echo('/echo')
    expect([event.queryStringParameters, event.pathParameters, event.rawQueryString]).toEqual([
      undefined,
      undefined,
      '',
    ])
  })

  it('has header names in lower case, several of one name joined, cookies apart, and nothing of the connection', async () => {
    const answer = await raw(
      [
        'GET /echo HTTP/1.1',
        'Host: Example.com:99',
        'X-Many: a',
        'x-many: b, c',
        'Cookie: a=1; b=2',
        'cookie: c=3',
        'Constructor: x',
        '__proto__: y',
        'Connection: close',
        'TE: trailers',
        '\r\n',
      ].join('\r\n'),
    )
    const { event } = echoOf(answer)
    expect(event.headers).toMatchObject({ 'x-many': 'a,b, c', constructor: 'x' })
    expect(Object.keys(event.headers)).toContain('__proto__')
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3'])
    for (const name of ['cookie', 'connection', 'te']) expect(event.headers).not.toHaveProperty(name)
    expect(event.requestContext.domainName).toBe('example.com')
  })

  it('takes the caller’s address from the connection, whatever headers say', async () => {
    const headers = {
      'x-forwarded-for': '6.6.6.6',
      'x-real-ip': '6.6.6.6',
      forwarded: 'for=6.6.6.6',
      'x-forwarded-proto': 'https',
    }
    const { event } = await echo('/echo', { headers })
    expect(event.requestContext.http.sourceIp).toBe('127.0.0.1')
    expect(event.headers['x-forwarded-for']).toBe('6.6.6.6, 127.0.0.1')
    expect(event.headers['x-forwarded-proto']).toBe('http')
  })

  it.each([
    ['application/json', '{"a":"贷"}'],
    ['application/json; charset=utf-8', '{}'],
    ['text/plain', '你好'],
    ['TEXT/HTML', '<p>'],
    ['application/xml', '<a/>'],
    ['application/javascript', 'x'],
  ])('has a body of %s as text', async (type, body) => {
    const { event } = await post(Buffer.from(body), type)
    expect([event.body, event.isBase64Encoded]).toEqual([body, false])
  })

  it.each([
    ['application/octet-stream', Buffer.from([0, 255])],
    ['application/x-www-form-urlencoded', Buffer.from('a=1&b=2')],
    ['application/problem+json', Buffer.from('{}')],
    ['application/jsonlines', Buffer.from('{}')],
    ['multipart/form-data; boundary=x', Buffer.from('--x\r\n\r\nhello\r\n--x--')],
    ['application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['text/plain', Buffer.from([0xed, 0xa0, 0x80])],
    [undefined, Buffer.from('plain')],
  ])('has a body of %s that is no text to AWS in Base64, byte for byte', async (type, bytes) => {
    const { event } = await post(bytes, type)
    expect([event.body, event.isBase64Encoded]).toEqual([bytes.toString('base64'), true])
  })
})
