import type { Challenge } from 'altcha-lib'
import { expect } from 'vitest'
import type { HttpAnswer } from '../harness/builtWorld.ts'
import { type Own, recordedEvent } from '../harness/recordedEvents.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { solved } from '../harness/solve.ts'

type Event = { headers: Record<string, string>; requestContext: { http: object } & object }
type Ask = {
  method: string
  path: string
  query?: string
  body?: unknown
  form?: string
  cookie?: string
  /** Somebody without a key. */
  isVisitor?: true
}

/** An event as an HTTP API would make it, for somebody with the operator key unless told otherwise. */
const eventOf = (own: Own, { method, path, query = '', body, form, cookie, isVisitor }: Ask): object => {
  const { headers, requestContext, ...rest } = recordedEvent('operations', 'listCampaigns', own) as Event
  const { authorization, ...visitors } = headers
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    ...rest,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(isVisitor ? visitors : headers), 'content-type': type, 'sec-fetch-site': 'same-origin' },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path } },
    ...((body !== undefined || form !== undefined) && { body: form ?? JSON.stringify(body) }),
    ...(cookie !== undefined && { cookies: [cookie] }),
  }
}

type Invoke = (name: string, event: unknown) => Promise<unknown>
type Answer = HttpAnswer & { cookies?: string[] }

/** Asks functions for what no recorded event asks for, in an installation with the recorded campaign and its leads. */
export const askMore = async (invoke: Invoke, own: Own): Promise<void> => {
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
    body: campaignSettings({ challenge: 'proof_of_work' }),
  })
  await ask('capture', 200, { method: 'GET', path: guarded })
  const view = await ask('capture', 200, { method: 'GET', path: guarded, isVisitor: true })
  const { challenge } = json(view) as { challenge: Challenge }
  const body = submission(phoneNumber(9), { challenge: await solved(challenge) })
  await ask('capture', 201, { method: 'POST', path: `${guarded}/leads`, body })

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
