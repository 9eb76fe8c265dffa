import type { Challenge } from 'altcha-lib'
import { type Own, recordedEvent } from '../harness/recordedEvents.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { solved } from '../harness/solve.ts'
import { type Ask, askingOf, type Invoke, jsonOf } from './asking.ts'
import { askCallbacks } from './callbackRequests.ts'
import { askConsole } from './consoleRequests.ts'
import { askToFollow, INVITATIONS } from './followingRequests.ts'
import { APPLICATION, askToRegister, REGISTRATION, startConnected } from './onboardingRequests.ts'

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
  const ask = askingOf(invoke, own)
  const campaignId = 'guarded'
  const guarded = `/v1/campaigns/${campaignId}`

  await ask('operations', 201, {
    method: 'PUT',
    path: guarded,
    body: campaignSettings({
      challenge: 'proof_of_work',
      registration: REGISTRATION,
      application: APPLICATION,
      invitations: INVITATIONS,
    }),
  })
  await ask('capture', 200, { method: 'GET', path: guarded })
  const view = await ask('capture', 200, { method: 'GET', path: guarded, isVisitor: true })
  const { challenge } = jsonOf(view) as { challenge: Challenge }
  const body = submission(phoneNumber(9), { challenge: await solved(challenge) })
  const lead = jsonOf(await ask('capture', 201, { method: 'POST', path: `${guarded}/leads`, body }))
  const outside = await startConnected(dynamodb)
  await askToFollow(outside, phoneNumber(8), lead, (name, status, path, body, headers) =>
    ask(name, status, { method: 'POST', path: path.replace('CAMPAIGN', guarded), body, headers, isVisitor: true }),
  )
  const { leadToken } = await askToRegister(outside, phoneNumber(9), async (status, step, body, more) =>
    jsonOf(
      await ask('onboarding', status, {
        method: 'POST',
        path: `/v1/leads/${lead.leadId}/${step}`,
        body,
        headers: { authorization: `Bearer ${lead.leadToken}`, ...more },
      }),
    ),
  )
  const applicationId = await askForMoney(async (status, request) => jsonOf(await ask('onboarding', status, request)), {
    leadId: lead.leadId,
    leadToken,
  })
  await decideFromOutside((detail, id) => invoke('decisions', decisionEvent(detail, id)), applicationId)

  const wanted = { name: 'short-lived', scopes: ['reports:read'] }
  const { keyId } = jsonOf(await ask('operations', 201, { method: 'POST', path: '/v1/keys', body: wanted }))
  const rows = [{ day: '2026-11-25', platform: 'tencent_ads', ad: 'spring', amountFen: 125_000 }]
  await ask('operations', 200, { method: 'PUT', path: `${guarded}/spend`, body: { rows } })
  await ask('operations', 200, { method: 'GET', path: `/v1/leads/${own.leadId}/timeline`, query: 'unmask=true' })
  await ask('operations', 200, { method: 'GET', path: `/v1/leads/${own.leadId}/attribution` })
  const listed = recordedEvent('operations', 'listLeads', own) as { queryStringParameters: { day: string } }
  await invoke('operations', listed)
  const { day } = listed.queryStringParameters
  const preview = { campaign: campaignId, from: day, to: day, rules: { clickWindowDays: 7 } }
  await ask('operations', 200, { method: 'POST', path: '/v1/reports/attribution-preview', body: preview })
  await ask('operations', 204, { method: 'DELETE', path: `/v1/keys/${keyId}` })

  const { leadId } = lead
  const [joined = '', joinedId = ''] = await askCallbacks(ask, { dynamodb, campaignId, leadId })
  await ask('operations', 200, { method: 'DELETE', path: `/v1/leads/${joined}/join` })
  await askConsole(ask, {
    operatorKey: own.operatorKey ?? '',
    campaignId,
    leadId,
    joinedId,
    applicationId,
    day: listed.queryStringParameters.day,
    again: `${EVENT_TIME} ${PUT_ASIDE}`,
  })
}

/** A batch of the stream with a record that no version wrote. */
export const unreadable = (batch: unknown): unknown => {
  const { Records } = batch as { Records: { dynamodb: { NewImage: object } }[] }
  const [record] = structuredClone(Records)
  if (!record) throw new Error('the batch is empty')
  record.dynamodb.NewImage = { event: { M: { id: { S: 'unknown' }, type: { S: 'lead.unknown' } } } }
  return { Records: [record] }
}
