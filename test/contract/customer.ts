import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { APPLICANT } from '../harness/applicationSamples.ts'
import { submission } from '../harness/samples.ts'
import { type Ask, assertStatus, unique } from './asking.ts'
import type { World } from './world.ts'

/** Somebody who registered, and what good requests of a customer are about. */
export type Customer = {
  leadId: string
  leadToken: string
  /** Drafts at version 1, one for each change. */
  drafts: string[]
  /** A draft with a name and an identity number, which asks for a face check. */
  filledIn: string
  submitted: string
  /** Good once each. */
  handOffTokens: string[]
}

const NOBODY: Customer = { leadId: '', leadToken: '', drafts: [], filledIn: '', submitted: '', handOffTokens: [] }

export const PLAIN = { product: 'plain', amountFen: 1_000_000, termMonths: 12 }
export const WHOLE = { product: 'whole', amountFen: 30_000_000, termMonths: 12 }

type Making = Pick<World, 'ask'> & { campaignId: string; tap: (phone: string) => Promise<string> }

const registered = async ({ ask, campaignId, tap }: Making, phone: string) => {
  const captured = await ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads`, body: submission(phone) })
  const { leadId, leadToken: key } = captured.json() as { leadId: string; leadToken: string }
  const business = { name: '示例商贸有限公司', contactName: '张三' }
  const body = { wechatPhoneCode: await tap(phone), appId: MINI_PROGRAM.appId, business }
  const reply = await ask({ method: 'POST', path: `/v1/leads/${leadId}/registration`, body, key })
  return { leadId, leadToken: (assertStatus(reply, 201).json() as { leadToken: string }).leadToken }
}

/** Somebody who registered in a campaign; nobody where the outside world is missing, without which none can. */
export const makeCustomer = async (making: Making, phone: string): Promise<Customer> => {
  if ((await making.tap(phone)) === '') return NOBODY
  const lead = await registered(making, phone)
  const ask = (path: string, more: Partial<Ask>, status = 201) =>
    making.ask({ method: 'POST', path, key: lead.leadToken, ...more }).then((reply) => assertStatus(reply, status))
  const begin = async (body: object): Promise<string> => {
    const headers = { 'idempotency-key': `"${unique('draft')}"` }
    const reply = await ask(`/v1/leads/${lead.leadId}/applications`, { body, headers })
    return (reply.json() as { applicationId: string }).applicationId
  }
  const fillIn = (id: string, applicant: object) =>
    ask(`/v1/applications/${id}`, { method: 'PATCH', body: { applicant }, headers: { 'if-match': '"1"' } }, 200)
  const filledIn = await begin(WHOLE)
  await fillIn(filledIn, APPLICANT)
  const submitted = await begin(PLAIN)
  await fillIn(submitted, { name: APPLICANT.name })
  await ask(`/v1/applications/${submitted}/submission`, {}, 200)
  const handOffTokens: string[] = []
  for (let n = 0; n < 12; n++) {
    const reply = await ask(`/v1/applications/${filledIn}/hand-offs`, {})
    handOffTokens.push((reply.json() as { handOffToken: string }).handOffToken)
  }
  return {
    ...lead,
    drafts: await Promise.all([1, 2, 3, 4].map(() => begin(PLAIN))),
    filledIn,
    submitted,
    handOffTokens,
  }
}

const at = (id: string, step = ''): string => `/v1/applications/${id}${step}`

/** A good request for every operation about applications. */
export const GOOD_OF_CUSTOMER: Record<string, (world: World) => Ask> = {
  createApplication: ({ customer: { leadId, leadToken: key } }) => ({
    method: 'POST',
    path: `/v1/leads/${leadId}/applications`,
    body: PLAIN,
    headers: { 'idempotency-key': `"${unique('application')}"` },
    key,
  }),
  getApplication: ({ customer: { filledIn, leadToken: key } }) => ({ method: 'GET', path: at(filledIn), key }),
  patchApplication: ({ customer: { drafts, leadToken: key } }) => ({
    method: 'PATCH',
    path: at((drafts.length > 1 ? drafts.shift() : drafts[0]) ?? ''),
    body: { termMonths: 6 },
    headers: { 'if-match': '"1"' },
    key,
  }),
  submitApplication: ({ customer: { submitted, leadToken: key } }) => ({
    method: 'POST',
    path: at(submitted, '/submission'),
    key,
  }),
  startIdentityCheck: ({ customer: { filledIn, leadToken: key } }) => ({
    method: 'POST',
    path: at(filledIn, '/identity-checks'),
    body: {},
    key,
  }),
  reviewIdentity: ({ host, customer: { filledIn } }) => ({
    method: 'POST',
    path: at(filledIn, '/identity-review'),
    body: { verdict: 'failed', reason: 'the card had expired' },
    key: host.operatorKey(),
  }),
  decideApplication: ({ host, customer: { submitted } }) => ({
    method: 'POST',
    path: at(submitted, '/decisions'),
    body: { decisionId: unique('decision'), kind: 'preapproved', at: '2026-11-26T08:00:00.000Z', limitFen: 100_000 },
    key: host.operatorKey(),
  }),
  handOffApplication: ({ customer: { filledIn, leadToken: key } }) => ({
    method: 'POST',
    path: at(filledIn, '/hand-offs'),
    key,
  }),
  takeHandOff: ({ customer: { handOffTokens } }) => ({
    method: 'POST',
    path: '/v1/hand-offs',
    body: { handOffToken: (handOffTokens.length > 1 ? handOffTokens.shift() : handOffTokens[0]) ?? '' },
  }),
}
