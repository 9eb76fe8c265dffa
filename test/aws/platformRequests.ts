import type { DynamoDBStreamEvent } from 'aws-lambda'
import { CampaignSetup } from '../../shared/contract/campaigns.ts'
import { PartnerView } from '../../shared/contract/partners.ts'
import { tallyPartition, tallySortKey } from '../../shared/store/keys.ts'
import type { Installation } from '../harness/installation.ts'
import { allItems, type StoredItem } from '../harness/items.ts'
import { PUSHES, SECRETS } from '../harness/leadPushes.ts'
import { partnerRequest, partnerTerms } from '../harness/partners.ts'
import { SECRET, signedQuery } from '../harness/postbacks.ts'
import { recordedEvent } from '../harness/recordedEvents.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { tableOn } from '../harness/tables.ts'
import { type Asking, type Invoke, jsonOf } from './asking.ts'

const CAMPAIGN = 'advertised'
const PATH = `/v1/campaigns/${CAMPAIGN}`
const PARTNER = 'pt_calls'
const CLICK_ID = 'click-of-calls'

const SETTINGS = campaignSettings({
  partners: [PARTNER],
  hostedForms: { purposes: ['contact'], google_ads: { connection: 'forms' } },
})

const PARTNER_PATH = `/v1/partners/${PARTNER}`

/** A partner whose leads are capped, whose quality is watched, and who signs its reports. */
const WATCHED = partnerRequest({
  terms: [partnerTerms([CAMPAIGN], { dailyCap: 100 })],
  limits: { maxDuplicateRate: 0.1 },
  secrets: [SECRET],
})

/** Looks at what the partner brought, of which far too much was known, and has it watched. */
const askAboutPartner = async (ask: Asking, invoke: Invoke, { dynamodb, operatorKey }: Installation): Promise<void> => {
  const get = (path: string, query = '') => ask('partners', 200, { method: 'GET', path, query })
  await get('/v1/partners')
  await get(`${PARTNER_PATH}/statement`, 'month=2026-11')
  const { letInAt = '' } = PartnerView.parse(jsonOf(await get(PARTNER_PATH)))
  const table = await tableOn(dynamodb, 'tuoke')
  const [pk, sk] = [tallyPartition(PARTNER, 0), tallySortKey(letInAt, '2026-11-26')]
  await table.write({ put: { pk, sk, accepted: 1, duplicates: 99 } })
  await invoke('partnerWatch', {})

  const text = new URLSearchParams({ key: operatorKey }).toString()
  const { cookies = [] } = await ask('console', 303, { method: 'POST', path: '/console/session', text })
  const cookie = cookies[0]?.split(';')[0] ?? ''
  const seen = (status: number, request: { method: string; path: string; query?: string; text?: string }) =>
    ask('partnersConsole', status, { ...request, cookie })
  const page = `/console/partners/${PARTNER}`
  await seen(200, { method: 'GET', path: '/console/partners' })
  await seen(200, { method: 'GET', path: `${page}/statement`, query: 'month=2026-11' })
  await seen(200, { method: 'POST', path: page, text: 'version=2&status=active' })
}

/** A batch of the stream with such items as they are. */
const batchOf = (items: readonly StoredItem[]): unknown => {
  const { Records } = recordedEvent('journal', 'stream-1') as DynamoDBStreamEvent
  const [record] = Records
  return { Records: items.map((NewImage) => ({ ...record, dynamodb: { ...record?.dynamodb, NewImage } })) }
}

/** Tells of clicks, pushes leads and reports on one, and hands what came of it to the journal. */
export const askPlatforms = async (ask: Asking, invoke: Invoke, installation: Installation): Promise<void> => {
  await ask('operations', 201, { method: 'PUT', path: PATH, body: SETTINGS })
  const connection = '/v1/connections/google_ads/forms'
  await ask('operations', 201, { method: 'PUT', path: connection, body: SECRETS.google_ads })
  await ask('partners', 201, { method: 'PUT', path: PARTNER_PATH, body: WATCHED })
  const setup = await ask('operations', 200, { method: 'GET', path: `${PATH}/setup` })
  const { monitors, leadForms } = CampaignSetup.parse(jsonOf(setup))
  const pathOf = (all: readonly { platform: string; url: string }[], platform: string): string =>
    new URL(all.find((one) => one.platform === platform)?.url ?? '').pathname

  const click = { method: 'GET', path: pathOf(monitors, 'baidu'), query: 'click_id=1', isVisitor: true } as const
  await ask('clicks', 200, click)

  for (const id of ['1', '2']) {
    const { raw, headers } = PUSHES.google_ads({ id, phone: phoneNumber(10) })
    const form = pathOf(leadForms, 'google_ads')
    const query = `partner=${PARTNER}`
    await ask('pushes', 200, { method: 'POST', path: form, query, text: raw, headers, isVisitor: true })
  }

  const touch = { url: `https://loan.bank.example/?partner=${PARTNER}&click_id=${CLICK_ID}` }
  const body = submission(phoneNumber(11), { touch })
  const { leadId } = jsonOf(await ask('capture', 201, { method: 'POST', path: `${PATH}/leads`, body, isVisitor: true }))
  const named: Record<string, string>[] = [{ clickId: CLICK_ID }, { leadId }]
  for (const said of named) {
    const [path = '', query] = signedQuery(PARTNER, { ...said, event: 'registered' }).split('?')
    await ask('pushes', 200, { method: 'GET', path, query, isVisitor: true })
  }

  const items = await allItems(installation.dynamodb)
  await invoke(
    'journal',
    batchOf(items.filter(({ sk, leadId: id }) => sk?.S === 'CLICK' || (sk?.S === 'LEAD' && id?.S === leadId))),
  )
  await askAboutPartner(ask, invoke, installation)
}
