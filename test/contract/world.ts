import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import { DEFAULT_TIMEZONE, dayBefore, dayOf } from '../../shared/domain/day.ts'
import { REGISTRATION, RULES } from '../harness/applicationSamples.ts'
import { type Reply, send } from '../harness/client.ts'
import { INVITATIONS } from '../harness/inviting.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import type { TestHost } from '../harness/testHost.ts'
import { type Ask, assertStatus, unique } from './asking.ts'
import { GOOD_OF_AUDIENCES } from './audiencesWorld.ts'
import { type Customer, GOOD_OF_CUSTOMER, makeCustomer } from './customer.ts'
import { type Followable, GOOD_OF_FOLLOWING, makeFollowable } from './following.ts'
import { GOOD_OF_LEDGER, makeRefused, SILENT } from './ledgerWorld.ts'
import { GOOD_OF_LISTENING, type Heard, makeHeard } from './listening.ts'
import { GOOD_OF_PARTNERS } from './partnersWorld.ts'
import { type Given, GOOD_OF_PLATFORMS, HOSTED, makeGiven } from './platforms.ts'

/** What every contract test starts from: a live campaign and a lead in it. */
export type World = {
  host: TestHost
  campaignId: string
  leadId: string
  leadToken: string
  /** A WeChat phone code of the lead's phone; empty on a host without simulators. */
  wechatPhoneCode: string
  /** Somebody else, who registered; nobody on a host without simulators. */
  customer: Customer
  /** What of the campaign can be followed. */
  followable: Followable
  /** Conversions of the lead that were refused. */
  refused: string[]
  /** What ad platforms and partners were given. */
  given: Given
  /** What platforms told of people. */
  heard: Heard
  ask: (ask: Ask) => Promise<Reply>
  newCustomer: (campaignId: string, phone: string) => Promise<Customer>
  newCampaign: (changes?: Parameters<typeof campaignSettings>[0]) => Promise<string>
  newKey: (scopes: Scope[], more?: object) => Promise<string>
}

let made = 0

/** A day before today, which spend may be told of. */
export const daysAgo = (days: number): string => dayBefore(dayOf(new Date().toISOString(), DEFAULT_TIMEZONE), days)

/** The demo connections to the outside world, and a tap of a phone's owner in the mini program. */
export const tapOn = async (
  { url, operatorKey, simulators }: Pick<TestHost, 'url' | 'operatorKey' | 'simulators'>,
  phone: string,
): Promise<string> => {
  if (simulators === undefined) return ''
  await seedConnections({ url, operatorKey: operatorKey() }, simulators)
  const body = { appId: MINI_PROGRAM.appId, phone }
  const reply = assertStatus(await send(simulators, 'POST', '/_sim/wechat/phone-codes', { body }), 201)
  return (reply.json() as { code: string }).code
}

/** A code of `wx.login` in the mini program; empty on a host without simulators. */
const loginOn = async ({ simulators }: Pick<TestHost, 'simulators'>, person: string): Promise<string> => {
  if (simulators === undefined) return ''
  const reply = assertStatus(await send(simulators, 'POST', '/_sim/wechat/login-codes', { body: { person } }), 201)
  return (reply.json() as { code: string }).code
}

export const makeWorld = async (host: TestHost): Promise<World> => {
  const key = host.operatorKey()
  const ask = ({ method, path, ...more }: Ask) => send(host.url, method, path, more)
  const newCampaign = async (changes: Parameters<typeof campaignSettings>[0] = {}) => {
    const campaignId = unique('campaign')
    assertStatus(
      await ask({ method: 'PUT', path: `/v1/campaigns/${campaignId}`, body: campaignSettings(changes), key }),
      201,
    )
    return campaignId
  }
  const newKey = async (scopes: Scope[], more: object = {}) => {
    const body = { name: unique('key'), scopes, ...more }
    const reply = assertStatus(await ask({ method: 'POST', path: '/v1/keys', body, key }), 201)
    return (reply.json() as { key: string }).key
  }
  const settings = { registration: REGISTRATION, application: RULES, invitations: INVITATIONS }
  const campaignId = await newCampaign({ ...settings, ...HOSTED, destinations: [SILENT] })
  const path = `/v1/campaigns/${campaignId}/leads`
  const verdict = LeadVerdict.parse(
    assertStatus(await ask({ method: 'POST', path, body: submission(phoneNumber(0)) }), 201).json(),
  )
  const wechatPhoneCode = await tapOn(host, phoneNumber(0))
  const { leadId, leadToken } = verdict
  const newCustomer = (campaignId: string, phone: string) =>
    makeCustomer({ ask, campaignId, tap: (phone) => tapOn(host, phone) }, phone)
  const customer = await newCustomer(campaignId, phoneNumber(1_000_000))
  const followable = await makeFollowable({ ask, campaignId, login: () => loginOn(host, phoneNumber(1_000_002)) })
  const given = await makeGiven({ host, ask, campaignId })
  const heard = await makeHeard({ ask, newCampaign, key })
  const lead = { leadId, leadToken, wechatPhoneCode, refused: await makeRefused(leadId) }
  return { host, campaignId, ...lead, customer, followable, given, heard, newCustomer, ask, newCampaign, newKey }
}

/** A good request for every operation. */
export const GOOD: Record<string, (world: World) => Ask> = {
  getCampaign: ({ campaignId }) => ({ method: 'GET', path: `/v1/campaigns/${campaignId}` }),
  recordVisit: ({ campaignId }) => ({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/visits`,
    body: { visitId: unique('visit-000'), url: 'https://loan.bank.example/?gdt_vid=a' },
  }),
  captureLead: ({ campaignId }) => ({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/leads`,
    body: submission(phoneNumber(++made)),
  }),
  getLead: ({ leadId, leadToken }) => ({ method: 'GET', path: `/v1/leads/${leadId}`, key: leadToken }),
  sendPhoneCode: ({ leadId, leadToken }) => ({
    method: 'POST',
    path: `/v1/leads/${leadId}/phone-codes`,
    body: {},
    key: leadToken,
  }),
  registerLead: ({ leadId, leadToken, wechatPhoneCode }) => ({
    method: 'POST',
    path: `/v1/leads/${leadId}/registration`,
    body: {
      wechatPhoneCode,
      appId: MINI_PROGRAM.appId,
      business: { name: '示例商贸有限公司', contactName: '张三' },
    },
    key: leadToken,
  }),
  putCampaign: ({ host }) => ({
    method: 'PUT',
    path: `/v1/campaigns/${unique('new')}`,
    body: campaignSettings(),
    key: host.operatorKey(),
  }),
  getCampaignSetup: ({ host, campaignId }) => ({
    method: 'GET',
    path: `/v1/campaigns/${campaignId}/setup`,
    key: host.operatorKey(),
  }),
  listCampaigns: ({ host }) => ({ method: 'GET', path: '/v1/campaigns?limit=2', key: host.operatorKey() }),
  putConnection: ({ host }) => ({
    method: 'PUT',
    path: `/v1/connections/tencent_ads/${unique('account')}`,
    body: { accountId: '25610', accessToken: 'a-synthetic-token' },
    key: host.operatorKey(),
  }),
  createKey: ({ host }) => ({
    method: 'POST',
    path: '/v1/keys',
    body: { name: unique('key'), scopes: ['reports:read'] },
    key: host.operatorKey(),
  }),
  deleteKey: ({ host }) => ({ method: 'DELETE', path: `/v1/keys/${'a'.repeat(12)}`, key: host.operatorKey() }),
  listLeads: ({ host, campaignId }) => ({
    method: 'GET',
    path: `/v1/leads?campaign=${campaignId}&day=2026-11-25`,
    key: host.operatorKey(),
  }),
  getTimeline: ({ host, leadId }) => ({ method: 'GET', path: `/v1/leads/${leadId}/timeline`, key: host.operatorKey() }),
  getAttribution: ({ host, leadId }) => ({
    method: 'GET',
    path: `/v1/leads/${leadId}/attribution`,
    key: host.operatorKey(),
  }),
  previewAttribution: ({ host, campaignId }) => ({
    method: 'POST',
    path: '/v1/reports/attribution-preview',
    body: { campaign: campaignId, from: daysAgo(6), to: daysAgo(0), rules: { model: 'first_click' } },
    key: host.operatorKey(),
  }),
  putSpend: ({ host, campaignId }) => ({
    method: 'PUT',
    path: `/v1/campaigns/${campaignId}/spend`,
    body: { rows: [{ day: daysAgo(6), platform: 'tencent_ads', ad: 'ad-1', amountFen: 10_000 }] },
    key: host.operatorKey(),
  }),
  getFunnelReport: ({ host, campaignId }) => ({
    method: 'GET',
    path: `/v1/reports/funnel?campaign=${campaignId}&from=2026-11-01&to=2026-11-30&by=day`,
    key: host.operatorKey(),
  }),
  getHealth: () => ({ method: 'GET', path: '/health' }),
  ...GOOD_OF_AUDIENCES,
  ...GOOD_OF_CUSTOMER,
  ...GOOD_OF_FOLLOWING,
  ...GOOD_OF_LEDGER,
  ...GOOD_OF_LISTENING,
  ...GOOD_OF_PARTNERS,
  ...GOOD_OF_PLATFORMS,
}
