import type { Application } from '../../shared/domain/application.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { applicationKey, leadKey, rosterKey } from '../../shared/store/keys.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { tableOn } from '../harness/tables.ts'
import { type Asking, jsonOf } from './asking.ts'

const CAMPAIGN = 'packed'
const PATH = `/v1/campaigns/${CAMPAIGN}`

const SETTINGS = campaignSettings({
  destinations: [{ id: 'packs', platform: 'tencent_ads', connection: 'main', conversions: {} }],
  consent: {
    version: '2026-11',
    text: 'We tell an ad platform who was declined.',
    purposes: [
      { id: 'contact', required: true },
      { id: 'ad_measurement', required: false, recipients: ['tencent_ads'] },
    ],
  },
})

/** Lets the application of a lead be declined, and gives the lead its place in the roster. */
const decline = async (dynamodb: string, leadId: string): Promise<void> => {
  const table = await tableOn(dynamodb, TABLE_NAME)
  const lead = await leadStore(table).find(leadId)
  if (!lead) throw new Error('there is no such lead')
  const { campaignId, mode, receivedAt: at, timezone, milestones, event } = lead
  const applicationId = `ap_${'p'.repeat(20)}`
  const application: Application = {
    ...{ applicationId, leadId, campaignId, mode, customerId: `cu_${'p'.repeat(20)}`, version: 1, cause: 'cause' },
    ...{
      product: 'micro',
      amountFen: 1_000_000,
      termMonths: 12,
      sealed: 'sealed',
      filled: [],
      identity: { failures: 0 },
    },
    ...{ createdAt: at, updatedAt: at, submittedAt: at },
    decisions: [{ decisionId: 'd1', kind: 'declined', at, reasonCode: 'policy' }],
  }
  const declined = { ...lead, milestones: { ...milestones, declined: at }, event: { ...event, applicationId } }
  await table.write({ put: { ...applicationKey(applicationId), ...application } })
  await table.write({ put: { ...leadKey(leadId), ...declined } })
  await table.write({ put: rosterKey({ campaignId, day: dayOf(at, timezone), shard: 0, at, leadId }) })
}

/** Uploads a pack to the connection that conversions are reported with, asks for it again, and does so in the console. */
export const askAudiences = async (
  ask: Asking,
  { dynamodb, operatorKey }: { dynamodb: string; operatorKey: string },
) => {
  await ask('operations', 201, { method: 'PUT', path: PATH, body: SETTINGS })
  const body = submission(phoneNumber(11))
  const { leadId } = jsonOf(await ask('capture', 201, { method: 'POST', path: `${PATH}/leads`, body }))
  await decline(dynamodb, leadId)
  const pack = { campaignId: CAMPAIGN, platform: 'tencent_ads', delivery: 'upload', destination: 'packs' }
  const headers = { 'idempotency-key': '"packed"' }
  const path = '/v1/audiences/negative/exports'
  await ask('audiences', 200, { method: 'POST', path, body: pack, headers })
  await ask('audiences', 200, { method: 'POST', path, body: pack, headers })

  const text = new URLSearchParams({ key: operatorKey }).toString()
  const { cookies = [] } = await ask('console', 303, { method: 'POST', path: '/console/session', text })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  const fields = { campaign: CAMPAIGN, kind: 'negative', for: 'tencent_ads/packs', delivery: 'upload' }
  const form = new URLSearchParams(fields).toString()
  await ask('audiencesConsole', 200, { method: 'GET', path: '/console/audiences', query: form, cookie })
  await ask('audiencesConsole', 200, { method: 'POST', path: '/console/audiences', text: form, cookie })
}
