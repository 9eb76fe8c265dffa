import { newRow } from '../../shared/conversions/newRow.ts'
import { closed } from '../../shared/conversions/steps.ts'
import { conversionIdParts } from '../../shared/domain/conversion.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { Destination } from '../../shared/domain/destination.ts'
import { conversionIdOf } from '../../shared/security/blindIndex.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { type ScriptedPlatform, startScriptedPlatform } from '../harness/scriptedPlatform.ts'
import { tableOn } from '../harness/tables.ts'
import { type Asking, type Invoke, jsonOf } from './asking.ts'

const CAMPAIGN = 'reported'
const PATH = `/v1/campaigns/${CAMPAIGN}`

const told = { captured: { action: 'RESERVATION' } }
const takenBack = { ...told, visited: { retracts: 'captured' as const } }

const tencent = (id: string, enabled: boolean, conversions: object) => ({
  id,
  platform: 'tencent_ads' as const,
  connection: 'main',
  enabled,
  conversions,
})

/** Destinations for each thing that may happen to a row; the second time, what was enabled is not, and the other way round. */
const destinations = (isFirst: boolean) => [
  { ...tencent('google', true, told), platform: 'google_ads' as const, shares: ['phone' as const] },
  tencent('clicks', true, told),
  tencent('back', isFirst, takenBack),
  tencent('parked-back', !isFirst, takenBack),
  tencent('parks', isFirst, told),
  tencent('unparks', !isFirst, told),
]

const RECIPIENTS = ['google_ads', 'tencent_ads']
const CONSENT: ReturnType<typeof campaignSettings>['consent'] = {
  version: '2026-11',
  text: 'We tell ad platforms that you left your contact.',
  purposes: [
    { id: 'contact', required: true },
    { id: 'ad_measurement', required: false, recipients: RECIPIENTS },
    { id: 'cross_border', required: false, recipients: RECIPIENTS },
  ],
}
const PURPOSES = CONSENT.purposes.map(({ id }) => id)

/** A token of Tencent's that is over so soon that everybody asks for one. */
const SHORT = { code: 0, data: { access_token: 'token', access_token_expires_in: 5 } }

/** An ad platform that gives tokens and takes audiences, but no conversion for now. */
export const startBusyPlatform = async (): Promise<ScriptedPlatform> => {
  const platform = await startScriptedPlatform()
  platform.decide(({ url }) => {
    if (url === '/token') return { json: { access_token: 'token', expires_in: 3600 } }
    if (url.startsWith('/oauth/token?')) return { json: SHORT }
    if (!url.startsWith('/v3.0/custom_audience')) return { status: 503, json: {} }
    return { json: { code: 0, data: { audience_id: 1, custom_audience_file_id: 2 } } }
  })
  return platform
}

const eventAbout = (leadId: string, applicationId: string): object => ({
  detail: { type: 'lead.captured', campaignId: CAMPAIGN, leadId, applicationId, data: { mode: 'live' } },
})

const messageAbout = (conversionId: string): object => ({
  Records: [{ messageId: conversionId, body: JSON.stringify({ conversionId }) }],
})

/** Rows as they come to be after some time: one that is too late, one that nobody sends, two that were refused. */
const oldRows = async (dynamodb: string, leadId: string): Promise<Conversion[]> => {
  const table = await tableOn(dynamodb, TABLE_NAME)
  const lead = await leadStore(table).find(leadId)
  if (!lead) throw new Error('there is no such lead')
  const now = new Date(Date.now() - 3_600_000)
  const row = (id: string): Conversion => {
    const destination = Destination.parse({ ...tencent('parks', true, told) })
    const reported = { lead, destination, milestone: 'captured', action: 'RESERVATION', at: lead.receivedAt } as const
    return { ...newRow(reported, now), conversionId: conversionIdOf([id]) }
  }
  const rows = [
    { ...row('late'), deadline: now.toISOString() },
    row('forgotten'),
    closed(row('refused'), now, 'refused', 'made_for_a_test'),
    closed(row('refused too'), now, 'refused', 'made_for_a_test'),
  ]
  for (const one of rows) await conversionStore(table).plan(one)
  return rows
}

type Place = { platform: ScriptedPlatform; dynamodb: string; operatorKey: string }

/** Reports a lead, has its reports looked after, and looks at the ledger: whatever these functions may do, they do. */
export const askConversions = async (
  ask: Asking,
  invoke: Invoke,
  { platform, dynamodb, operatorKey }: Place,
): Promise<void> => {
  const put = (isFirst: boolean) => {
    const body = campaignSettings({ destinations: destinations(isFirst), consent: CONSENT })
    const headers: Record<string, string> = isFirst ? {} : { 'if-match': '"1"' }
    return ask('operations', isFirst ? 201 : 200, { method: 'PUT', path: PATH, body, headers })
  }
  const oauth = { oauthClientId: 'id', oauthClientSecret: 'secret', oauthRefreshToken: 'refresh' }
  const google = { customerId: '1', conversionActionId: '2', leadKey: 'key', ...oauth, baseUrl: platform.url }
  await ask('operations', 201, { method: 'PUT', path: '/v1/connections/google_ads/main', body: google })
  const grant = { oauthClientId: '3', oauthClientSecret: 'secret', oauthRefreshToken: 'refresh' }
  const account = { accountId: '1', ...grant, userActionSetId: '2', baseUrl: platform.url }
  await ask('operations', 201, { method: 'PUT', path: '/v1/connections/tencent_ads/main', body: account })
  await put(true)
  const body = submission(phoneNumber(10), {
    consent: { version: '2026-11', purposes: PURPOSES },
    touch: { url: 'https://loan.bank.example/?gclid=g1&gdt_vid=w1' },
  })
  const { leadId } = jsonOf(await ask('capture', 201, { method: 'POST', path: `${PATH}/leads`, body }))
  const idAt = (destinationId: string) =>
    conversionIdOf(conversionIdParts({ leadId, milestone: 'captured', destinationId }))

  await invoke('planner', eventAbout(leadId, `ap_${'a'.repeat(20)}`))
  await put(false)
  for (const destination of ['google', 'clicks', 'parks']) await invoke('conversions', messageAbout(idAt(destination)))
  const [, , refused, other] = await oldRows(dynamodb, leadId)
  await invoke('dueConversions', {})
  await ask('ledger', 200, { method: 'GET', path: '/v1/conversions', query: `campaign=${CAMPAIGN}` })
  await ask('operations', 200, { method: 'GET', path: `/v1/leads/${leadId}/timeline` })
  await ask('ledger', 202, { method: 'POST', path: `/v1/conversions/${refused?.conversionId}/replay` })

  const text = new URLSearchParams({ key: operatorKey }).toString()
  const { cookies = [] } = await ask('console', 303, { method: 'POST', path: '/console/session', text })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  const shown = { query: `campaign=${CAMPAIGN}`, cookie }
  await ask('ledgerConsole', 200, { method: 'GET', path: '/console/conversions', ...shown })
  await ask('ledgerConsole', 200, { method: 'GET', path: `/console/leads/${leadId}/attribution`, cookie })
  const path = `/console/conversions/${other?.conversionId}`
  await ask('ledgerConsole', 200, { method: 'POST', path, text: '', cookie })
}
