import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCREENS as LEDGER_SCREENS } from '../../functions/ledger/console/screens.ts'
import { SCREENS as OWN_SCREENS } from '../../functions/operations/console/console.ts'
import { SCREENS as PARTNER_SCREENS } from '../../functions/partners/console/screens.ts'
import { SCOPES, type Scope } from '../../shared/contract/scope.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { sessionStore } from '../../shared/store/sessionStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { type Send, send } from '../harness/client.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
})

const SAME_SITE = { 'sec-fetch-site': 'same-origin' }

const form = (fields: Record<string, string>): Send => ({
  raw: new URLSearchParams(fields),
  headers: SAME_SITE,
})

const signIn = (key: string, next = '/console', headers: Record<string, string> = SAME_SITE) =>
  send(world.host.url, 'POST', '/console/session', { ...form({ key, next }), headers })

const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';')[0] ?? ''

const sessionOf = async (key: string): Promise<string> => {
  const reply = await signIn(key)
  expect(reply.status).toBe(303)
  return cookieOf(reply.headers)
}

const look = (path: string, cookie: string) => send(world.host.url, 'GET', path, { headers: { cookie } })

const pathOf = ({ path }: { path: string }): string =>
  path
    .replace(':campaignId', world.campaignId)
    .replace(':leadId', world.leadId)
    .replace(':keyId', 'a'.repeat(12))
    .replace(':partnerId', 'pt_nobody')
    .replace(':conversionId', `cv_${'a'.repeat(20)}`)

/** Of all functions that show some. */
const SCREENS = [...OWN_SCREENS, ...LEDGER_SCREENS, ...PARTNER_SCREENS].map(({ path, scope, act }) => ({
  path,
  scope,
  acts: act !== undefined,
}))

describe('a session of the console', () => {
  it('is not begun by a body that is no form', async () => {
    const sent = { body: { key: 'x' }, headers: SAME_SITE }
    expect((await send(world.host.url, 'POST', '/console/session', sent)).status).toBe(400)
  })

  it('begins with a key, in a cookie that scripts and other sites do not get', async () => {
    const { status, headers } = await signIn(world.host.operatorKey(), '/console/leads')
    expect({ status, to: headers.get('location') }).toEqual({ status: 303, to: '/console/leads' })
    expect(headers.get('set-cookie')).toMatch(/^tuoke=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('ends with the sign-out, with its key, and with its time', async () => {
    const cookie = await sessionOf(world.host.operatorKey())
    expect((await look('/console', cookie)).status).toBe(200)
    await send(world.host.url, 'POST', '/console/sign-out', { headers: { cookie, ...SAME_SITE } })
    expect((await look('/console', cookie)).status).toBe(303)

    const key = await world.newKey(['reports:read'])
    const revoked = await sessionOf(key)
    const keyId = key.slice(3, 15)
    await world.ask({ method: 'DELETE', path: `/v1/keys/${keyId}`, key: world.host.operatorKey() })
    expect((await look('/console', revoked)).status).toBe(303)

    const sessions = sessionStore(openTable({ db: dynamoClient(), name: 'tuoke' }))
    const past = { keyId: world.host.operatorKey().slice(3, 15), expiresAt: '2026-01-01T00:00:00.000Z' }
    await sessions.create(createHash('sha256').update('old').digest('hex'), past)
    expect((await look('/console', 'tuoke=old')).status).toBe(303)
  })

  it.each(['', 'tuoke=', 'tuoke=forged', `tuoke=${'a'.repeat(43)}`])(
    'is not had with the cookie %j',
    async (cookie) => {
      const { status, headers } = await look('/console/leads?day=2026-11-20', cookie)
      expect(status).toBe(303)
      expect(headers.get('location')).toBe('/console/sign-in?next=%2Fconsole%2Fleads%3Fday%3D2026-11-20')
    },
  )

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/console//evil', '/v1/keys', '/consolee'])(
    'does not lead to %s',
    async (next) => {
      expect((await signIn(world.host.operatorKey(), next)).headers.get('location')).toBe('/console')
    },
  )
})

describe('a screen', () => {
  it.each(SCREENS)('$path is for who has $scope', async (screen) => {
    const others = SCOPES.filter((scope) => scope !== screen.scope) as Scope[]
    const refused = await look(pathOf(screen), await sessionOf(await world.newKey(others)))
    expect(refused.status).toBe(403)
    expect(refused.text).toContain(screen.scope)
    const shown = await look(pathOf(screen), await sessionOf(await world.newKey([screen.scope])))
    expect(shown.status).not.toBe(403)
    expect(shown.status).not.toBe(500)
  })

  it.each(SCREENS.filter(({ acts }) => acts))('$path takes no form of another site', async (screen) => {
    const cookie = await sessionOf(world.host.operatorKey())
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of others) {
      const sent = { raw: new URLSearchParams({}), headers: { cookie, ...headers } }
      const reply = await send(world.host.url, 'POST', pathOf(screen), sent)
      expect(reply.status).toBe(403)
      expect(reply.text).toContain('cross_site')
    }
  })

  it('shows markup that somebody sent as text', async () => {
    const campaignId = await world.newCampaign({
      name: '<script>alert(1)</script>',
      product: '"><img src=x onerror=alert(1)>',
    })
    const cookie = await sessionOf(world.host.operatorKey())
    for (const path of [
      '/console/campaigns',
      `/console?campaign=${campaignId}`,
      `/console/campaigns/${campaignId}`,
      `/console/campaigns/${campaignId}/setup`,
    ]) {
      const { text } = await look(path, cookie)
      expect(text).not.toMatch(/<script>alert|<img src=x/)
      expect(text).toContain('&lt;script&gt;alert(1)')
    }
  })

  it('finds a lead by a phone number that stands in no address and no log', async () => {
    const cookie = await sessionOf(world.host.operatorKey())
    const fields = { campaign: world.campaignId, phone: phoneNumber(0) }
    const reply = await send(world.host.url, 'POST', '/console/leads', {
      ...form(fields),
      headers: { cookie, ...SAME_SITE },
    })
    expect(reply.headers.get('location')).toBe(`/console/leads/${world.leadId}`)
    expect((await look(`/console/leads/${world.leadId}`, cookie)).text).toContain('139****0000')
    expect(world.host.logs.join('')).not.toContain(phoneNumber(0))
  })

  it('shows spend before it is kept, with what is wrong line by line', async () => {
    const cookie = await sessionOf(world.host.operatorKey())
    const post = (fields: Record<string, string>) =>
      send(world.host.url, 'POST', '/console/spend', {
        ...form({ campaign: world.campaignId, ...fields }),
        headers: { cookie, ...SAME_SITE },
      })
    const wrong = await post({ csv: 'day,platform,amountYuan\n2026-11-20,baidu,-5\n' })
    expect(wrong.text).toContain('amountFen')
    expect(wrong.text).not.toContain('name="rows"')
    const right = await post({ csv: 'day,platform,amountYuan\n2026-11-20,baidu,5\n' })
    const rows = /name="rows" value="([^"]+)"/.exec(right.text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    expect((await post({ rows })).text).toContain('¥5.00')
    expect((await post({ rows: '[{"day":"nonsense"}]' })).status).toBe(422)
    expect((await post({ rows: 'nonsense' })).status).toBe(422)
  })
})

describe('signing in', () => {
  it('is refused alike for unknown and malformed keys, and after ten failures to everybody of that address', async () => {
    const unknown = `tk_${'a'.repeat(44)}`
    const replies = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(i % 2 === 0 ? unknown : 'nonsense')))
    const counts = (status: number) => replies.filter((reply) => reply.status === status).length
    expect([counts(401), counts(429)]).toEqual([10, 20])
    const refused = replies.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    const bodies = new Set(replies.filter(({ status }) => status === 401).map(({ text }) => text))
    expect(bodies.size).toBe(1)
    expect((await signIn(world.host.operatorKey())).status).toBe(429)
  })
})
