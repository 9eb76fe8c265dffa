import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net'
import { describe, expect, it } from 'vitest'
import { callOut, type OutOptions } from '../../../shared/outbound/callOut.ts'
import { isPublicIp } from '../../../shared/outbound/publicAddress.ts'
import { atEnd } from '../../harness/place.ts'

const listening = async (serve: RequestListener): Promise<string> => {
  const server = createServer(serve)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  atEnd(() => server.closeAllConnections())
  atEnd(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = (host: string, options: Partial<OutOptions> = {}, path = '/') =>
  callOut(
    { url: `http://${host}${path}`, method: 'GET', headers: {} },
    { hosts: new Set([host]), timeoutMs: 2000, ...options },
  )

/** Every name leads to these addresses. */
const leadingTo =
  (...addresses: string[]): LookupFunction =>
  (_, options, done) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    return options.all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family)
  }

describe('an address of the internet', () => {
  it.each(['8.8.8.8', '119.29.29.29', '172.15.0.1', '2400:3200::1', '2606:4700::1111'])('is %s', (address) => {
    expect(isPublicIp(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    'fd00:ec2::254',
    'fe80::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'ff02::1',
    'localhost',
    '',
  ])('is not %s', (address) => {
    expect(isPublicIp(address)).toBe(false)
  })
})

describe('a call to somebody outside', () => {
  it('sends what it is given and reads the answer', async () => {
    const host = await listening((request, response) => {
      request.pipe(response.writeHead(429, { 'retry-after': '7', 'x-method': request.method ?? '' }))
    })
    const request = { url: `http://${host}/a?b=c`, method: 'POST', headers: { 'x-a': 'b' }, body: '中文' } as const
    expect(await callOut(request, { hosts: new Set([host]) })).toEqual({ status: 429, body: '中文', retryAfter: '7' })
  })

  it('follows no redirect', async () => {
    const host = await listening((_, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    expect(await get(host)).toMatchObject({ status: 302 })
  })

  it.each([
    ['ftp://127.0.0.1/', '127.0.0.1'],
    ['https://api.e.qq.com:8443/', 'api.e.qq.com'],
    ['https://api.e.qq.com.evil.example/', 'api.e.qq.com'],
    ['not an address', 'not an address'],
  ])('does not call %s where %s is allowed', async (url, host) => {
    const answer = await callOut({ url, method: 'GET', headers: {} }, { hosts: new Set([host]) })
    expect(answer).toEqual({ failed: 'host_not_allowed' })
  })

  it.each([[['10.0.0.1']], [['::1']], [['8.8.8.8', '192.168.0.1']]])(
    'does not call a name that leads to %j',
    async (addresses) => {
      const answer = await get('partner.example', { lookup: leadingTo(...addresses) })
      expect(answer).toEqual({ failed: 'address_not_public' })
    },
  )

  it('reaches nobody where nobody listens, and where the name is not known', async () => {
    expect(await get('127.0.0.1:1')).toEqual({ failed: 'unreachable' })
    const unknown: LookupFunction = (_, __, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), [])
    expect(await get('partner.example', { lookup: unknown })).toEqual({ failed: 'unreachable' })
  })

  it.each<[string, RequestListener]>([
    ['never comes', () => undefined],
    ['breaks off', (_, response) => response.writeHead(200, { 'content-length': '9' }).write('{')],
    ['is dropped', (request) => request.socket.destroy()],
    ['has no end', (_, response) => response.write(Buffer.alloc(2_000_000))],
  ])('has no answer when it %s', async (_, serve) => {
    expect(await get(await listening(serve), { timeoutMs: 300 })).toEqual({ failed: 'unanswered' })
  })

  it('was not sent when the other side never speaks TLS', async () => {
    const server = createTcpServer(() => undefined)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    atEnd(() => server.close())
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const request = { url: `https://${host}/`, method: 'GET', headers: {} } as const
    expect(await callOut(request, { hosts: new Set([host]), timeoutMs: 300 })).toEqual({ failed: 'unreachable' })
  })
})
