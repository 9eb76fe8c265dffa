import type { Challenge } from 'altcha-lib'
import { expect } from 'vitest'
import type { HttpAnswer } from '../harness/builtWorld.ts'
import { type Own, recordedEvent } from '../harness/recordedEvents.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { solved } from '../harness/solve.ts'
import { APPLICATION, askToRegister, REGISTRATION } from './onboardingRequests.ts'

type Event = { headers: Record<string, string>; requestContext: { http: object } & object }
type Ask = {
  method: string
  path: string
  query?: string
  body?: unknown
  form?: string
  cookie?: string
  headers?: Record<string, string>
  /** Somebody without a key. */
  isVisitor?: true
}

/** An event as an HTTP API would make it, for somebody with the operator key unless told otherwise. */
const eventOf = (own: Own, { method, path, query = '', body, form, cookie, headers: more, isVisitor }: Ask): object => {
  const { headers, requestContext, ...rest } = recordedEvent('operations', 'listCampaigns', own) as Event
  const { authorization, ...visitors } = headers
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    ...rest,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(isVisitor ? visitors : headers), 'content-type': type, 'sec-fetch-site': 'same-origin', ...more },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path } },
    ...((body !== undefined || form !== undefined) && { body: form ?? JSON.stringify(body) }),
    ...(cookie !== undefined && { cookies: [cookie] }),
  }
}

type Invoke = (name: string, event: unknown) => Promise<unknown>
type Answer = HttpAnswer & { cookies?: string[] }

/** The id of an event that nobody can apply. */
const PUT_ASIDE = 'event-of-nothing'
const EVENT_TIME = '2026-11-27T08:00:00Z'

const decisionEvent = (detail: object, id = 'event-1'): object => ({
  id,
  time: EVENT_TIME,
  source: 'tuoke',
  'detail-type': 'credit.decision',
  detail,
})

/** An application of a registered lead, from its beginning to its end on the side of the customer. */
const askForMoney = async (
  ask: (status: number, request: Ask) => Promise<{ applicationId: string; handOffToken: string }>,
  { leadId, leadToken }: { leadId: string; leadToken: string },
): Promise<string> => {
  const headers = { authorization: `Bearer ${leadToken}` }
  const draft = { product: 'plain', amountFen: 3_000_000, termMonths: 12 }
  const begun = { method: 'POST', path: `/v1/leads/${leadId}/applications`, body: draft, headers }
  const { applicationId } = await ask(201, begun)
  const path = `/v1/applications/${applicationId}`
  await ask(200, {
    method: 'PATCH',
    path,
    body: { applicant: { name: '张三' } },
    headers: { ...headers, 'if-match': '"1"' },
  })
  const { handOffToken } = await ask(201, { method: 'POST', path: `${path}/hand-offs`, headers })
  await ask(201, { method: 'POST', path: '/v1/hand-offs', body: { handOffToken }, isVisitor: true })
  await ask(200, { method: 'POST', path: `${path}/submission`, headers })
  await ask(200, { method: 'GET', path, query: 'view=full' })
  return applicationId
}

/** Decisions of the bank on the bus: one that holds, one that cannot be, and one about nothing. */
const decideFromOutside = async (decide: (detail: object, id?: string) => Promise<unknown>, applicationId: string) => {
  const at = '2026-11-26T08:00:00.000Z'
  await decide({ applicationId, decisionId: 'd-1', kind: 'declined', at, reasonCode: 'policy' })
  await decide({ applicationId, decisionId: 'd-2', kind: 'disbursed', at: '2026-11-27T08:00:00.000Z', amountFen: 1 })
  await decide({ decisionId: 'd-3' }, PUT_ASIDE)
}

/** Asks functions for what no recorded event asks for, in an installation with the recorded campaign and its leads. */
export const askMore = async (invoke: Invoke, own: Own, dynamodb: string): Promise<void> => {
  const ask = async (name: string, status: number, request: Ask): Promise<Answer> => {
    const answer = (await invoke(name, eventOf(own, request))) as Answer
    expect({ path: request.path, status: answer.statusCode }).toEqual({ path: request.path, status })
    return answer
  }
  const json = (answer: Answer) => JSON.parse(answer.body ?? '')
  const guarded = '/v1/campaigns/guarded'

  await ask('operations', 201, {
    method: 'PUT',
    path: guarded,
    body: campaignSettings({ challenge: 'proof_of_work', registration: REGISTRATION, application: APPLICATION }),
  })
  await ask('capture', 200, { method: 'GET', path: guarded })
  const view = await ask('capture', 200, { method: 'GET', path: guarded, isVisitor: true })
  const { challenge } = json(view) as { challenge: Challenge }
  const body = submission(phoneNumber(9), { challenge: await solved(challenge) })
  const lead = json(await ask('capture', 201, { method: 'POST', path: `${guarded}/leads`, body }))
  const { leadToken } = await askToRegister(dynamodb, phoneNumber(9), async (status, step, body, more) =>
    json(
      await ask('onboarding', status, {
        method: 'POST',
        path: `/v1/leads/${lead.leadId}/${step}`,
        body,
        headers: { authorization: `Bearer ${lead.leadToken}`, ...more },
      }),
    ),
  )
  const applicationId = await askForMoney(async (status, request) => json(await ask('onboarding', status, request)), {
    leadId: lead.leadId,
    leadToken,
  })
  await decideFromOutside((detail, id) => invoke('decisions', decisionEvent(detail, id)), applicationId)

  const wanted = { name: 'short-lived', scopes: ['reports:read'] }
  const { keyId } = json(await ask('operations', 201, { method: 'POST', path: '/v1/keys', body: wanted }))
  const rows = [{ day: '2026-11-25', platform: 'tencent_ads', ad: 'spring', amountFen: 125_000 }]
  await ask('operations', 200, { method: 'PUT', path: `${guarded}/spend`, body: { rows } })
  await ask('operations', 200, { method: 'GET', path: `/v1/leads/${own.leadId}/timeline`, query: 'unmask=true' })
  await invoke('operations', recordedEvent('operations', 'listLeads', own))

  const form = `key=${own.operatorKey}`
  const { cookies = [] } = await ask('operations', 303, { method: 'POST', path: '/console/session', form })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  for (const path of ['/console', '/console/events', '/console/keys', '/console/trouble'])
    await ask('operations', 200, { method: 'GET', path, query: 'campaign=recorded', cookie })
  await ask('operations', 200, { method: 'GET', path: `/console/leads/${lead.leadId}`, cookie })
  const reviewed = `applicationId=${applicationId}&verdict=passed&reason=seen`
  const review = `/console/leads/${lead.leadId}/review`
  await ask('operations', 303, { method: 'POST', path: review, form: reviewed, cookie })
  const again = `sequenceNumber=${encodeURIComponent(`${EVENT_TIME} ${PUT_ASIDE}`)}`
  await ask('operations', 200, { method: 'POST', path: '/console/trouble', form: again, cookie })
  await ask('operations', 303, { method: 'POST', path: '/console/sign-out', form: '', cookie })
  await ask('operations', 204, { method: 'DELETE', path: `/v1/keys/${keyId}` })
}

/** A batch of the stream with a record that no version wrote. */
export const unreadable = (batch: unknown): unknown => {
  const { Records } = batch as { Records: { dynamodb: { NewImage: object } }[] }
  const [record] = structuredClone(Records)
  if (!record) throw new Error('the batch is empty')
  record.dynamodb.NewImage = { event: { M: { id: { S: 'unknown' }, type: { S: 'lead.unknown' } } } }
  return { Records: [record] }
}
