import { connect } from 'node:net'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { script } from '../fixtures/functions/scripted.ts'
import { eventually } from '../harness/client.ts'
import { topologyOf } from './functionTopology.ts'
import { echoing, echoOf, http, startBench } from './startedGateway.ts'

const { url, port, raw, reports } = await startBench(
  topologyOf({
    echo: http('GET /echo', 'POST /echo', 'GET /items/{id}'),
    answer: http('POST /answer'),
    rest: http('$default'),
  }),
)
echoing('echo', 'rest')

describe('a body over 10 MiB', () => {
  const LIMIT = 10 * 1024 * 1024
  const streamed = (bytes: number) => {
    let left = bytes
    return new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const size = Math.min(left, 65_536)
        left -= size
        if (size === 0) controller.close()
        else controller.enqueue(new Uint8Array(size).fill(65))
      },
    })
  }

  it('is 413, also in chunks; one of just 10 MiB is taken', async () => {
    script('answer', (event: APIGatewayProxyEventV2) => ({ length: Buffer.from(event.body ?? '', 'base64').length }))
    const send = (body: BodyInit) => fetch(`${url}/answer`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    for (const body of [new Uint8Array(LIMIT + 1), streamed(LIMIT + 1)]) {
      const answer = await send(body)
      expect([answer.status, await answer.json()]).toEqual([413, { message: 'Request Entity Too Large' }])
    }
    for (const body of [new Uint8Array(LIMIT), streamed(LIMIT)]) {
      const answer = await send(body)
      expect([answer.status, await answer.json()]).toEqual([200, { length: LIMIT }])
    }
  })

  it.each([
    ['is told', `Content-Length: ${LIMIT + 1}\r\n\r\n`, 0, LIMIT + 1],
    ['is not told', `Transfer-Encoding: chunked\r\n\r\n${(LIMIT + 500_000).toString(16)}\r\n`, LIMIT + 1, 499_999],
  ])(
    'is answered before it is all there when its length %s, and the connection goes on',
    async (_, head, first, rest) => {
      const socket = connect(port, '127.0.0.1')
      let answers = ''
      socket.on('data', (data) => {
        answers += data
      })
      socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\n${head}`)
      socket.write(Buffer.alloc(first))
      await eventually(
        () => answers,
        (text) => text.startsWith('HTTP/1.1 413 '),
      )
      socket.write(Buffer.alloc(rest))
      if (first > 0) socket.write('\r\n0\r\n\r\n')
      socket.write('GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      await new Promise((done) => socket.once('close', done))
      expect(answers).toMatch(/HTTP\/1.1 200 OK/)
    },
  )
})

describe('odd requests', () => {
  const line = (target: string, headers = 'Host: x\r\n') =>
    `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`

  it.each([
    ['an absolute URL', 'http://other.example/echo?a=1', 200, 'GET /echo'],
    ['an absolute URL without a path', 'http://other.example', 200, '$default'],
    ['two slashes at the start', '//evil.example/echo', 200, '$default'],
    ['dot segments', '/a/../echo', 200, '$default'],
    ['an escaped slash', '/items/a%2Fb', 200, 'GET /items/{id}'],
    ['a question mark in the query', '/echo?a=b?c', 200, 'GET /echo'],
    ['an escape cut short', '/items/%E8%B4', 400, undefined],
    ['a lone percent sign', '/items/%', 400, undefined],
    ['a broken escape in the query', '/echo?a=%E8%B4', 200, 'GET /echo'],
    ['a star', '*', 400, undefined],
    ['15 KB', `/items/${'x'.repeat(15_000)}`, 200, 'GET /items/{id}'],
    ['17 KB', `/items/${'x'.repeat(17_000)}`, 431, undefined],
  ])('with %s as target', async (_, target, status, routeKey) => {
    const answer = await raw(line(target))
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    if (routeKey) expect(echoOf(answer).event.routeKey).toBe(routeKey)
  })

  it.each([
    ['no host', line('/echo', ''), 400],
    ['a host that is none', line('/echo', 'Host: a b:c:d\r\n'), 200],
    ['a method that HTTP does not know', 'FETCH /echo HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['TRACE', 'TRACE /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['PROPFIND', 'PROPFIND /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
    ['a version that HTTP does not know', 'GET /echo HTTP/9.9\r\nHost: x\r\n\r\n', 400],
    ['no HTTP at all', '\u0016\u0003\u0001hello\r\n\r\n', 400],
    ['two lengths', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
    [
      'length and chunks',
      'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a line break in a header', 'GET /echo HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n', 400],
  ])('with %s', async (_, bytes, status) => {
    expect(await raw(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  it.each([
    ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an upgrade', 'GET /echo HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['a body that is cut short', 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc'],
    ['nothing', ''],
  ])('like %s leave the gateway as it was', async (_, bytes) => {
    reports.length = 0
    await raw(bytes)
    expect((await fetch(`${url}/echo`)).status).toBe(200)
    expect(reports).toEqual([])
  })
})
