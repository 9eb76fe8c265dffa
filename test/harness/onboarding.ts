import { createOnboardingApp } from '../../functions/onboarding/app.ts'
import { depsOn } from '../../functions/onboarding/installed.ts'
import { KEY_ID } from '../../infra/local/services.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import type { Reply } from './client.ts'
import { send } from './client.ts'
import { type Outside, startOutside } from './outside.ts'
import { campaignSettings, submission } from './samples.ts'
import { tableOn } from './tables.ts'
import { startTestHost, type TestHost } from './testHost.ts'

/** How long a test waits for a provider that does not answer. */
const PROVIDER_MS = 2000

/** Who asks for what: with the token of a lead, from an address. */
export type Visit = { leadId: string; leadToken: string; address?: string; headers?: Record<string, string> }

/** A request to any operation, with a credential, from an address. */
export type Call = {
  key?: string | undefined
  body?: object | undefined
  headers?: Record<string, string> | undefined
  address?: string | undefined
}

const installationOn = async (host: TestHost, now: () => Date) => {
  const table = await tableOn(host.dynamodb, 'tuoke')
  const ring = keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  return { table, ring, now }
}

let requests = 0

/** The whole system with the outside world, and the onboarding function beside it at a time and from addresses of the test's choice. */
export const startOnboarding = async () => {
  let clock = Date.now()
  const now = () => new Date(clock)
  const outside: Outside = await startOutside(now)
  const host = await startTestHost({ outboundHosts: outside.host })
  await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, outside.url)
  const installation = await installationOn(host, now)
  const { find } = campaignStore(installation.table)
  const app = createOnboardingApp(depsOn({ ...installation, findCampaign: find, timeoutMs: PROVIDER_MS }))

  const newCampaign = async (campaignId: string, changes: Parameters<typeof campaignSettings>[0] = {}) => {
    const registration = { sms: { connection: 'demo' }, wechat: { connection: 'demo' } }
    const body = campaignSettings({ registration, ...changes })
    const reply = await send(host.url, 'PUT', `/v1/campaigns/${campaignId}`, { body, key: host.operatorKey() })
    if (reply.status !== 201) throw new Error(`no campaign: ${reply.text}`)
  }
  const changeCampaign = async (campaignId: string, changes: Parameters<typeof campaignSettings>[0]) => {
    const headers = { 'if-match': '"1"' }
    const body = campaignSettings(changes)
    const reply = await send(host.url, 'PUT', `/v1/campaigns/${campaignId}`, { body, key: host.operatorKey(), headers })
    if (reply.status !== 200) throw new Error(`not changed: ${reply.text}`)
  }
  const newLead = async (campaignId: string, phone: string, more: Record<string, unknown> = {}): Promise<Visit> => {
    const body = submission(phone, more)
    return LeadVerdict.parse((await send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body })).json())
  }
  const call = async (method: string, path: string, { key, body, headers, address = '192.0.2.1' }: Call = {}) => {
    const http = { sourceIp: address }
    const event = {
      headers: { host: 'tuoke.bank.example' },
      requestContext: { requestId: `request-${++requests}`, http },
    }
    const init = {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }
    const response = await app.request(path, init, { event })
    const text = await response.text()
    const json = () => JSON.parse(text)
    return { status: response.status, headers: response.headers, text, json, problem: json } satisfies Reply
  }
  const ask = (step: string, { leadId, leadToken: key, address, headers }: Visit, body: object) =>
    call('POST', `/v1/leads/${leadId}/${step}`, { key, body, address, headers })
  return {
    host,
    now,
    installation,
    outside,
    newCampaign,
    changeCampaign,
    newLead,
    call,
    forward: (seconds: number) => {
      clock += seconds * 1000
    },
    sendCode: (visit: Visit, body: object = {}) => ask('phone-codes', visit, body),
    register: (visit: Visit, body: object) => ask('registration', visit, body),
    /** The newest code in the inbox of a phone. */
    codeAt: async (phone: string): Promise<string> => (await outside.inbox(phone))[0]?.code ?? '',
  }
}

export type Onboarding = Awaited<ReturnType<typeof startOnboarding>>
