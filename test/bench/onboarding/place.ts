import { createCaptureApp } from '../../../functions/capture/app.ts'
import { createOnboardingApp } from '../../../functions/onboarding/app.ts'
import { depsOn } from '../../../functions/onboarding/installed.ts'
import { KEY_ID } from '../../../infra/local/services.ts'
import { startSimulators } from '../../../infra/local/simulators/simulators.ts'
import { ACCOUNT } from '../../../infra/local/simulators/tencentCloud/account.ts'
import { SCOPES } from '../../../shared/contract/scope.ts'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { dynamoClient, kmsClient } from '../../../shared/runtime/aws/clients.ts'
import type { HttpApp } from '../../../shared/runtime/http.ts'
import { newApiKey } from '../../../shared/security/apiKey.ts'
import { keyRingOpener } from '../../../shared/security/keyRing.ts'
import { kmsKeys } from '../../../shared/security/kms.ts'
import { seal } from '../../../shared/security/sealing.ts'
import { apiKeyStore } from '../../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../../shared/store/campaignStore.ts'
import { connectionStore } from '../../../shared/store/connectionStore.ts'
import { keyRingStore } from '../../../shared/store/keyRingStore.ts'
import { openTable } from '../../../shared/store/table.ts'
import { visitStore } from '../../../shared/store/visitStore.ts'
import { TABLE_NAME } from '../../harness/items.ts'
import { campaignSettings } from '../../harness/samples.ts'

export const CAMPAIGN = 'onboarding'
export const PRODUCT = 'plain'

const SETTINGS = campaignSettings({
  registration: { sms: { connection: 'demo' } },
  application: {
    products: [
      {
        id: PRODUCT,
        name: '小额贷',
        amountFen: { min: 1, max: 10_000_000 },
        termMonths: { min: 1, max: 36 },
        identity: { idNumber: false, bankCard: false, faceCheck: false },
      },
    ],
  },
})

export type Ask = {
  status: number
  method: string
  path: string
  token?: string
  n: number
  body?: object
  ifMatch?: string
}
export type Call = (ask: Ask) => Promise<Record<string, string>>

/** A call as API Gateway would make it, from an address of each person's own. Fails when it is answered otherwise. */
const callOn =
  (app: HttpApp): Call =>
  async ({ status, method, path, token, n, body, ifMatch }) => {
    const http = { sourceIp: `10.0.${n >> 8}.${n & 255}` }
    const event = { headers: {}, requestContext: { requestId: `${path}-${n}`, http } }
    const headers: Record<string, string> = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    }
    const response = await app.request(
      path,
      { method, headers, ...(body && { body: JSON.stringify(body) }) },
      { event },
    )
    const text = await response.text()
    if (response.status !== status) throw new Error(`${method} ${path} was answered ${response.status} ${text}`)
    return JSON.parse(text) as Record<string, string>
  }

/** Capture and onboarding in this process, on a table behind an endpoint, with whoever stands outside. */
export const openPlace = async (dynamodb: string) => {
  const simulators = await startSimulators({ port: 0, host: '127.0.0.1', report: () => undefined })
  const db = dynamoClient({ environment: { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: dynamodb } })
  const table = openTable({ db, name: TABLE_NAME })
  const ring = keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  const at = new Date().toISOString()
  const campaign = {
    campaignId: CAMPAIGN,
    version: 1,
    createdAt: at,
    updatedAt: at,
    settings: CampaignSettings.parse(SETTINGS),
  }
  await campaignStore(table).create(campaign)
  const { secretId, secretKey, sdkAppId, signName, templateId } = ACCOUNT
  const sms = { provider: 'tencent_cloud', secretId, secretKey, sdkAppId, signName, templateId }
  const sealed = seal(await ring(), 'sms/demo', { ...sms, baseUrl: `${simulators.url}/tencent_cloud/sms` })
  await connectionStore(table).put(
    { kind: 'sms', connectionId: 'demo', settings: {}, secrets: [], updatedAt: at },
    sealed,
  )
  const { keyId, key, hash } = newApiKey()
  await apiKeyStore(table).create({ keyId, hash, name: 'bench', scopes: [...SCOPES], createdAt: at })
  const deps = depsOn({ table, ring, findCampaign: async () => campaign, now: () => new Date() })
  return {
    operatorKey: key,
    capture: callOn(createCaptureApp({ ...deps, findPartner: async () => undefined, visits: visitStore(table) })),
    onboarding: callOn(createOnboardingApp(deps)),
    codeOf: async (phone: string): Promise<string> => {
      const response = await fetch(`${simulators.url}/_sim/sms?phone=${phone}`)
      return ((await response.json()) as { messages: { code: string }[] }).messages[0]?.code ?? ''
    },
    close: simulators.close,
  }
}

export type Place = Awaited<ReturnType<typeof openPlace>>
