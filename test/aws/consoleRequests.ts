import type { Ask, Asking } from './asking.ts'

/** What the requests are about; `day` is one with leads, `again` the number of a decision that was put aside. */
type About = {
  operatorKey: string
  campaignId: string
  leadId: string
  joinedId: string
  applicationId: string
  day: string
  again: string
}

const SETTINGS = {
  campaignId: 'by-form',
  name: 'Autumn loans',
  product: 'micro loan',
  chain: 'landing_page',
  status: 'draft',
  mode: 'test',
  consentVersion: '2026-11',
  consentText: 'We call you about a loan.',
  'purpose-contact': 'required',
}

const ROWS = JSON.stringify([{ day: '2026-11-25', platform: 'baidu', ad: 'spring', amountFen: 5 }])

/** Signs in, looks at every screen and sends every form of the console, and signs out. */
export const askConsole = async (ask: Asking, about: About): Promise<void> => {
  const { operatorKey: key, campaignId, leadId, joinedId, applicationId, day, again } = about
  const send = (status: number, path: string, fields: Record<string, string>, more: Partial<Ask> = {}) =>
    ask('console', status, { method: 'POST', path, text: new URLSearchParams(fields).toString(), ...more })
  await send(401, '/console/session', { key: 'nonsense' })
  const { cookies = [] } = await send(303, '/console/session', { key })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  const look = (path: string, query = 'campaign=recorded') =>
    ask('console', 200, { method: 'GET', path, query, cookie })
  const act = (status: number, path: string, fields: Record<string, string> = {}) =>
    send(status, path, fields, { cookie })

  for (const path of ['/console', '/console/events', '/console/keys', '/console/trouble']) await look(path)
  await look('/console/leads', `campaign=recorded&day=${day}`)
  await look(`/console/leads/${leadId}`)
  await look(`/console/campaigns/${campaignId}/setup`)
  await act(200, `/console/leads/${leadId}`)
  await act(303, `/console/leads/${leadId}/review`, { applicationId, verdict: 'passed', reason: 'seen' })
  await act(303, `/console/leads/${joinedId}/join`)
  await act(303, '/console/campaigns/new', SETTINGS)
  await act(200, '/console/spend', { campaign: campaignId, rows: ROWS })
  await act(200, '/console/trouble', { sequenceNumber: again })
  const { body = '' } = await act(200, '/console/keys', { name: 'short-lived', scopes: 'reports:read' })
  const [, keyId = ''] = />tk_([a-z2-7]{12})[a-z2-7]+</.exec(body) ?? []
  await act(303, `/console/keys/${keyId}/revoke`)
  await act(303, '/console/sign-out')
}
