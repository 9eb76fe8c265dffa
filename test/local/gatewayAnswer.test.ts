import { describe, expect, it } from 'vitest'
import { script } from '../fixtures/functions/scripted.ts'
import { topologyOf } from './functionTopology.ts'
import { http, startBench } from './startedGateway.ts'

const { url, raw, reports } = await startBench(topologyOf({ answer: http('$default') }, { timeoutSeconds: 0.5 }))

describe('the answer of a function', () => {
  const answered = async (answer: unknown, init?: RequestInit) => {
    script('answer', () => answer)
    return fetch(`${url}/answer`, init)
  }

  it('has its status, headers and cookies', async () => {
    const headers = {
      'X-Number': 5,
      'Content-Type': 'text/plain',
      'x-nothing': undefined,
      'transfer-encoding': 'chunked',
    }
    const answer = await answered({ statusCode: 418, headers, cookies: ['a=1', 'b=2; Secure'], body: '茶' })
    expect(answer.status).toBe(418)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-number': '5',
      'content-type': 'text/plain',
      'content-length': '3',
    })
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2; Secure'])
    expect(answer.headers.has('x-nothing')).toBe(false)
    expect(await answer.text()).toBe('茶')
  })

  it('in Base64 is sent as bytes', async () => {
    const answer = await answered({
      statusCode: 200,
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    })
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255])
  })

  it.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['a list', [1], '[1]'],
    ['a text', 'hello', 'hello'],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
  ])('without a status, being %s, is a body of JSON', async (_, given, body) => {
    const answer = await answered(given)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/json',
      body,
    ])
  })

  it.each([204, 304])('of status %i has no body and no length', async (statusCode) => {
    const answer = await answered({ statusCode, body: 'x' })
    expect([answer.status, answer.headers.has('content-length'), await answer.text()]).toEqual([statusCode, false, ''])
  })

  it('to HEAD has its length and no body', async () => {
    script('answer', () => ({ statusCode: 200, body: 'twelve bytes' }))
    const answer = await raw('HEAD /answer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(answer).toMatch(/content-length: 12\r\n/)
    expect(answer.endsWith('\r\n\r\n')).toBe(true)
  })

  it.each([
    ['a status out of range', { statusCode: 99 }],
    ['a status that is no number', { statusCode: 'ok' }],
    ['an informational status', { statusCode: 101 }],
    ['a header that breaks the line', { statusCode: 200, headers: { 'x-bad': 'a\r\nset-cookie: b=1' } }],
    ['a header name with a space', { statusCode: 200, headers: { 'x bad': 'a' } }],
    ['a body that is no text', { statusCode: 200, body: 5 }],
  ])('with %s is a failure', async (_, given) => {
    reports.length = 0
    const answer = await answered(given)
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(reports).toHaveLength(1)
  })

  it.each([
    ['throws', () => Promise.reject(new Error('secret'))],
    ['throws nothing', () => Promise.reject(undefined)],
    ['takes longer than its timeout', () => new Promise(() => undefined)],
  ])('that %s is 500 and tells nothing', async (_, does) => {
    script('answer', does)
    const answer = await fetch(`${url}/answer`)
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })
})
