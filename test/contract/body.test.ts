import { request } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
})

const leads = () => `/v1/campaigns/${world.campaignId}/leads`
const post = (raw: BodyInit, type = 'application/json') =>
  world.ask({ method: 'POST', path: leads(), raw, headers: { 'content-type': type } })

/** Sends a body in chunks, without saying how long it is. */
const postChunked = (chunks: string[]): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(
      `${world.host.url}${leads()}`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      async (response) => {
        let text = ''
        for await (const chunk of response) text += chunk
        resolve({ status: response.statusCode ?? 0, text })
      },
    )
    sent.on('error', reject)
    for (const chunk of chunks) sent.write(chunk)
    sent.end()
  })

describe('a body that cannot be read in one way only is malformed_body', () => {
  const good = JSON.stringify(submission())
  it.each<[string, BodyInit, string?]>([
    ['cut off', good.slice(0, -1)],
    ['empty', ''],
    ['with a repeated key', good.replace('{', '{"contact": 1, ')],
    ['with __proto__', good.replace('{', '{"__proto__": {"admin": true}, ')],
    ['with constructor deep inside', good.replace('"contact":{', '"contact":{"constructor":{"prototype":{}},')],
    [
      'that is not UTF-8',
      new Uint8Array([
        ...new TextEncoder().encode('{"contact":{"name":"'),
        0xff,
        0xfe,
        ...new TextEncoder().encode('"}}'),
      ]),
    ],
    ['nested a thousand deep', '['.repeat(1000) + ']'.repeat(1000)],
    ['a form with a field twice', 'contact.phone=1&contact.phone=2', 'application/x-www-form-urlencoded'],
    ['a form with __proto__', '__proto__.admin=1', 'application/x-www-form-urlencoded'],
    ['a form that is not UTF-8', 'contact.name=%ff%fe', 'application/x-www-form-urlencoded'],
    ['a multipart form without boundary', 'x', 'multipart/form-data'],
  ])('%s', async (_, body, type) => {
    const problem = (await post(body, type)).problem()
    expect(problem).toMatchObject({ status: 400, code: 'malformed_body' })
    expect(problem.detail).toMatch(/^The body .{10,}/)
  })

  it('and no prototype has changed', async () => {
    await post('{"__proto__": {"polluted": true}}')
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('the body limit', () => {
  const filler = (size: number) => {
    const body = JSON.stringify({ ...submission('13900000999'), filler: '' })
    return body.replace('"filler":""', `"filler":"${'x'.repeat(size - Buffer.byteLength(body))}"`)
  }

  it('takes 64 KiB and refuses a byte more', async () => {
    expect((await post(filler(65_536))).status).toBe(201)
    expect((await post(filler(65_537))).problem()).toMatchObject({ status: 413, code: 'body_too_large' })
  })

  it('holds for chunked bodies, which do not say how long they are', async () => {
    const body = filler(65_537)
    const reply = await postChunked([body.slice(0, 30_000), body.slice(30_000, 60_000), body.slice(60_000)])
    expect(reply.status).toBe(413)
    expect(JSON.parse(reply.text)).toMatchObject({ code: 'body_too_large' })
  })

  it('holds for Base64 bodies, before anything is parsed', async () => {
    const reply = await post(new Uint8Array(65_537), 'multipart/form-data; boundary=x')
    expect(reply.problem()).toMatchObject({ status: 413, code: 'body_too_large' })
  })
})

describe('the media type', () => {
  it.each(['text/xml', 'application/jsonx', 'text/plain', ''])('%j is refused for a lead', async (type) => {
    const reply = await post(JSON.stringify(submission()), type)
    expect(reply.problem()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
    expect(reply.problem().detail).toContain('application/json')
  })

  it('may carry a charset', async () => {
    expect((await post(JSON.stringify(submission()), 'application/json; charset=UTF-8')).status).toBe(201)
  })

  it('of forms is refused on operator routes', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await world.ask({
      method: 'POST',
      path: '/v1/keys',
      raw: 'name=x',
      headers,
      key: world.host.operatorKey(),
    })
    expect(reply.problem().code).toBe('unsupported_media_type')
  })
})

it('a GET with a body is answered as if it had none', async () => {
  const path = `${world.host.url}/v1/campaigns/${world.campaignId}`
  const status = await new Promise((resolve) => {
    const sent = request(
      path,
      { method: 'GET', headers: { 'content-type': 'application/json', 'content-length': 7 } },
      (response) => {
        response.resume()
        resolve(response.statusCode)
      },
    )
    sent.end('{"x":1}')
  })
  expect(status).toBe(200)
})
