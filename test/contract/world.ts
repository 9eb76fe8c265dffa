import { LeadVerdict } from '../../shared/contract/capture.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import { DEFAULT_TIMEZONE, dayBefore, dayOf } from '../../shared/domain/day.ts'
import { type Reply, type Send, send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import type { TestHost } from '../harness/testHost.ts'

/** A request by the operation it is for. */
export type Ask = { method: string; path: string } & Send

/** What every contract test starts from: a live campaign and a lead in it. */
export type World = {
  host: TestHost
  campaignId: string
  leadId: string
  leadToken: string
  ask: (ask: Ask) => Promise<Reply>
  newCampaign: (changes?: Parameters<typeof campaignSettings>[0]) => Promise<string>
  newKey: (scopes: Scope[], more?: object) => Promise<string>
}

let made = 0

/** A day before today, which spend may be told of. */
export const daysAgo = (days: number): string => dayBefore(dayOf(new Date().toISOString(), DEFAULT_TIMEZONE), days)

/** A name that no other test uses. */
export const unique = (prefix: string): string => `${prefix}-${++made}`

const assertStatus = (reply: Reply, status: number): Reply => {
  if (reply.status !== status) throw new Error(`expected ${status}: ${reply.status} ${reply.text}`)
  return reply
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
  const campaignId = await newCampaign()
  const path = `/v1/campaigns/${campaignId}/leads`
  const verdict = LeadVerdict.parse(
    assertStatus(await ask({ method: 'POST', path, body: submission(phoneNumber(0)) }), 201).json(),
  )
  return { host, campaignId, leadId: verdict.leadId, leadToken: verdict.leadToken, ask, newCampaign, newKey }
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
}
