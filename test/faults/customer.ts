import { setTimeout as pause } from 'node:timers/promises'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { submission } from '../harness/samples.ts'
import type { Random } from './random.ts'

export const CAMPAIGN = 'journeys'
export const PRODUCT = 'plain'

/** How long a request is repeated while the server is away, and how often while it answers that it cannot now. */
const PATIENCE_MS = 60_000

export type Told = { decisionId: string; kind: string; at: string; amountFen?: number; limitFen?: number }

/** Somebody who was carried to the end, and everything that the bank said about it. */
export type Carried = { leadId: string; customerId: string; applicationId: string; told: Told[] }

type Reply = { status: number; body: Record<string, unknown> & { code?: string } }
type Request = { method: string; path: string; body?: object; token?: string; headers?: Record<string, string> }

/** Asks until something tells what became of it; an answer that was lost is asked for again. */
const insist = async (url: string, { method, path, body, token, headers }: Request): Promise<Reply> => {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const reply = { status: response.status, body: (await response.json()) as Reply['body'] }
      if (reply.status < 500) return reply
    } catch {
      // Killed, or not there yet.
    }
    if (Date.now() > deadline) throw new Error(`${method} ${path} was never answered`)
    await pause(100)
  }
}

const expected = ({ status, body }: Reply, wanted: number, what: string): Record<string, string> => {
  if (status !== wanted) throw new Error(`${what} was answered ${status} ${JSON.stringify(body)}`)
  return body as Record<string, string>
}

export type Place = { url: string; outside: string; operatorKey: string }

const tap = async ({ outside }: Place, phone: string): Promise<string> => {
  const { appId } = MINI_PROGRAM
  const { body } = await insist(outside, { method: 'POST', path: '/_sim/wechat/phone-codes', body: { phone, appId } })
  return String(body.code)
}

/** A tap whose code went with a lost answer is good no more: the person taps again. */
const register = async (place: Place, leadId: string, token: string, phone: string, key: string) => {
  for (let tries = 1; ; tries++) {
    const code = await tap(place, phone)
    const reply = await insist(place.url, {
      method: 'POST',
      path: `/v1/leads/${leadId}/registration`,
      token,
      headers: { 'idempotency-key': `"${key}-${tries}"` },
      body: {
        wechatPhoneCode: code,
        appId: MINI_PROGRAM.appId,
        business: { name: '示例商贸有限公司', contactName: '张三' },
      },
    })
    if (reply.status === 422 && reply.body.code === 'code_expired' && tries < 20) continue
    return expected(reply, 201, 'a registration')
  }
}

const DAY_MS = 86_400_000

/** What the bank says about one application, with ids of its own: mostly yes, sometimes no, always late. */
const decisionsOf = (applicationId: string, random: Random): Told[] => {
  const from = Date.now()
  const say = (kind: string, days: number, more: Partial<Told> & Record<string, unknown> = {}): Told => ({
    decisionId: `${applicationId}-${kind}-${days}`,
    kind,
    at: new Date(from + days * 1000 - DAY_MS / 24).toISOString(),
    ...more,
  })
  if (random.chance(0.25)) return [say('declined', 1, { reasonCode: 'policy' })]
  const limitFen = random.between(10, 50) * 100_000
  return [
    say('preapproved', 1, { limitFen }),
    say('credited', 2, { limitFen, aprBps: 600 }),
    say('disbursed', 3, { amountFen: limitFen / 4 }),
    say('disbursed', 4, { amountFen: limitFen / 2 }),
    say('repaid', 5, { amountFen: limitFen / 4 }),
  ]
}

/** Carries somebody from the contact to the last decision: each decision up to three times, in any order. */
export const carry = async (place: Place, n: number, random: Random): Promise<Carried> => {
  const { url, operatorKey } = place
  const phone = `137${String(n).padStart(8, '0')}`
  const key = { 'idempotency-key': `"journey-${n}"` }
  const lead = expected(
    await insist(url, {
      method: 'POST',
      path: `/v1/campaigns/${CAMPAIGN}/leads`,
      body: submission(phone),
      headers: key,
    }),
    201,
    'a lead',
  )
  const { leadId = '' } = lead
  const { customerId = '', leadToken = '' } = await register(
    place,
    leadId,
    lead.leadToken ?? '',
    phone,
    `register-${n}`,
  )
  const begun = expected(
    await insist(url, {
      method: 'POST',
      path: `/v1/leads/${leadId}/applications`,
      token: leadToken,
      headers: key,
      body: { product: PRODUCT, amountFen: 3_000_000, termMonths: 12 },
    }),
    201,
    'an application',
  )
  const { applicationId = '' } = begun
  const path = `/v1/applications/${applicationId}`
  const patch = { applicant: { name: '张三' } }
  const changed = await insist(url, {
    method: 'PATCH',
    path,
    token: leadToken,
    headers: { 'if-match': '"1"' },
    body: patch,
  })
  // Stale: an answer was lost after the change was made.
  if (changed.status !== 412) expected(changed, 200, 'a change')
  expected(await insist(url, { method: 'POST', path: `${path}/submission`, token: leadToken }), 200, 'a submission')
  const told = decisionsOf(applicationId, random)
  const sent = random.shuffled(told.flatMap((one) => Array.from({ length: random.between(1, 3) }, () => one)))
  await Promise.all(
    sent.map(async (body) => {
      await pause(random.between(0, 1500))
      const reply = await insist(url, { method: 'POST', path: `${path}/decisions`, token: operatorKey, body })
      expected(reply, 200, `the decision ${body.kind}`)
    }),
  )
  return { leadId, customerId, applicationId, told }
}
