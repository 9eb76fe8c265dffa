import { beforeAll, describe, expect, it } from 'vitest'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { GOOD, makeWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
})

const ALLOWED = 'https://loan.bank.example'
const leads = () => `/v1/campaigns/${world.campaignId}/leads`
const preflight = (path: string, origin: string) =>
  world.ask({
    method: 'OPTIONS',
    path,
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type, idempotency-key',
    },
  })
const post = (headers: Record<string, string>, body: unknown = submission(phoneNumber(300))) =>
  world.ask({ method: 'POST', path: leads(), body, headers })

describe('a preflight', () => {
  it.each([ALLOWED, 'https://a.partner.example', 'https://a.b.partner.example'])(
    'from %s is allowed for hours',
    async (origin) => {
      const { status, headers } = await preflight(leads(), origin)
      expect(status).toBe(204)
      expect(headers.get('access-control-allow-origin')).toBe(origin)
      expect(headers.get('access-control-allow-headers')).toBe('authorization, content-type, idempotency-key, if-match')
      expect(headers.get('access-control-allow-methods')).toContain('POST')
      expect(Number(headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(600)
      expect(headers.get('vary')).toContain('Origin')
      expect(headers.get('access-control-allow-credentials')).toBeNull()
    },
  )

  it.each(['https://evil.example', 'https://partner.example', 'http://loan.bank.example', 'null'])(
    'from %s is refused by name',
    async (origin) => {
      const reply = await preflight(leads(), origin)
      expect(reply.problem()).toMatchObject({ status: 403, code: 'origin_not_allowed' })
      expect(reply.problem().detail).toContain(origin)
      expect(reply.problem().detail).toContain('allowedOrigins')
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
      expect(reply.headers.get('vary')).toContain('Origin')
    },
  )

  it('for a lead goes by the campaign of the lead', async () => {
    const path = `/v1/leads/${world.leadId}`
    expect((await preflight(path, ALLOWED)).status).toBe(204)
    expect((await preflight(path, 'https://evil.example')).status).toBe(403)
  })

  it('for what is not there can be read by the page that asks', async () => {
    for (const path of ['/v1/campaigns/no-such/leads', `/v1/leads/ld_${'a'.repeat(20)}`, '/v1/campaigns/NO/leads']) {
      const reply = await preflight(path, 'https://any.example')
      expect(reply.status).toBe(404)
      expect(reply.headers.get('access-control-allow-origin')).toBe('*')
    }
  })
})

describe('a request', () => {
  it('from an allowed origin can be read, also when it fails', async () => {
    for (const [status, body] of [
      [201, submission(phoneNumber(301))],
      [422, {}],
    ] as const) {
      const reply = await post({ origin: ALLOWED }, body)
      expect(reply.status).toBe(status)
      expect(reply.headers.get('access-control-allow-origin')).toBe(ALLOWED)
      expect(reply.headers.get('access-control-expose-headers')).toContain('x-request-id')
    }
  })

  it('from another origin has no effect', async () => {
    expect((await post({ origin: 'https://evil.example' }, submission(phoneNumber(302)))).status).toBe(403)
    expect((await post({}, submission(phoneNumber(302)))).status).toBe(201)
  })

  it('from our own pages needs no setting', async () => {
    expect((await post({ origin: world.host.url }, submission(phoneNumber(303)))).status).toBe(201)
  })

  it('of the campaign and of the lead goes by the same rule', async () => {
    for (const operation of ['getCampaign', 'getLead']) {
      const ask = GOOD[operation]?.(world)
      if (!ask) throw new Error('no good request')
      const allowed = await world.ask({ ...ask, headers: { origin: ALLOWED } })
      const refused = await world.ask({ ...ask, headers: { origin: 'https://evil.example' } })
      expect([allowed.status, refused.status]).toEqual([200, 403])
    }
  })
})
