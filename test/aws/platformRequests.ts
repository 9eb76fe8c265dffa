import type { DynamoDBStreamEvent } from 'aws-lambda'
import { KEY_ID } from '../../infra/local/services.ts'
import { CampaignSetup } from '../../shared/contract/campaigns.ts'
import { sealSecrets } from '../../shared/providers/partnerSecrets.ts'
import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { openKeyRing } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { partnerStore } from '../../shared/store/partnerStore.ts'
import type { Installation } from '../harness/installation.ts'
import { allItems, type StoredItem } from '../harness/items.ts'
import { PUSHES, SECRETS } from '../harness/leadPushes.ts'
import { environmentOf } from '../harness/place.ts'
import { SECRET, signedQuery } from '../harness/postbacks.ts'
import { recordedEvent } from '../harness/recordedEvents.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { tableOn } from '../harness/storeEngines.ts'
import { type Asking, type Invoke, jsonOf } from './asking.ts'

const CAMPAIGN = 'advertised'
const PATH = `/v1/campaigns/${CAMPAIGN}`
const PARTNER = 'pt_calls'
const CLICK_ID = 'click-of-calls'

const SETTINGS = campaignSettings({
  partners: [PARTNER],
  hostedForms: { purposes: ['contact'], google_ads: { connection: 'forms' } },
})

const keepPartner = async ({ dynamodb, endpoint }: Installation): Promise<void> => {
  const table = await tableOn(dynamodb, 'tuoke')
  const kms = kmsClient({ environment: environmentOf(endpoint) })
  const ring = await openKeyRing(await keyRingStore(table).load(), kmsKeys({ kms, keyId: KEY_ID }))
  await partnerStore(table).put(PARTNER, sealSecrets(ring, PARTNER, [SECRET]))
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
  await keepPartner(installation)
  const setup = await ask('operations', 200, { method: 'GET', path: `${PATH}/setup` })
  const { monitors, leadForms } = CampaignSetup.parse(jsonOf(setup))
  const pathOf = (all: readonly { platform: string; url: string }[], platform: string): string =>
    new URL(all.find((one) => one.platform === platform)?.url ?? '').pathname

  const click = { method: 'GET', path: pathOf(monitors, 'baidu'), query: 'click_id=1', isVisitor: true } as const
  await ask('clicks', 200, click)

  for (const id of ['1', '2']) {
    const { raw, headers } = PUSHES.google_ads({ id, phone: phoneNumber(10) })
    const form = pathOf(leadForms, 'google_ads')
    await ask('pushes', 200, { method: 'POST', path: form, text: raw, headers, isVisitor: true })
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
}
