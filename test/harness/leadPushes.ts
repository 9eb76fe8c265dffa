import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { feiyuSignature } from '../../shared/platforms/leads/oceanEngine.ts'
import { tencentLeadsSignature } from '../../shared/platforms/leads/tencentAds.ts'
import { type Reply, send } from './client.ts'
import type { campaignSettings } from './samples.ts'
import type { TestHost } from './testHost.ts'

/** The secrets of connections that verify pushes; all synthetic. */
export const SECRETS = {
  tencent_ads: { accountId: '1', accessToken: 'x', leadsToken: 'leads-token', leadsSecret: 'leads-secret' },
  ocean_engine: { advertiserId: '1', leadsKey: 'feiyu-key', leadsToken: 'feiyu-token' },
  meta: { pixelId: '1', accessToken: 'page-token', appSecret: 'app-secret', verifyToken: 'verify-me' },
  google_ads: {
    customerId: '1',
    conversionActionId: '1',
    leadKey: 'google-key',
    oauthClientId: 'x',
    oauthClientSecret: 'x',
    oauthRefreshToken: 'x',
  },
} as const satisfies Record<LeadPlatform, Record<string, string>>

export const FORMS = {
  purposes: ['contact'],
  tencent_ads: { connection: 'forms' },
  ocean_engine: { connection: 'forms' },
  meta: { connection: 'forms' },
  google_ads: { connection: 'forms' },
} satisfies NonNullable<Parameters<typeof campaignSettings>[0]>['hostedForms']

/** A lead as a platform pushes it; `phone` as somebody wrote it. */
export type Sent = { id: string; phone?: string; test?: boolean }

const json = (content: unknown, headers: Record<string, string> = {}) => ({
  raw: JSON.stringify(content),
  headers: { 'content-type': 'application/json', ...headers },
})

const seconds = () => String(Math.floor(Date.now() / 1000))

/** What each platform posts for a lead, signed with the secrets of its connection. */
export const PUSHES: Record<LeadPlatform, (sent: Sent) => { raw: string; headers: Record<string, string> }> = {
  tencent_ads: ({ id, phone }) => {
    const { leadsToken: token, leadsSecret: secret } = SECRETS.tencent_ads
    const signature = tencentLeadsSignature({ token, secret, timestamp: seconds(), algorithm: 'sha256', nonce: 'n' })
    const content = {
      leads_id: id,
      leads_tel: phone,
      leads_name: '张三',
      account_id: 11,
      adgroup_id: 22,
      click_id: 'gdt',
    }
    return json(content, { 'x-signature': signature })
  },
  ocean_engine: ({ id, phone }) => {
    const { leadsKey: key, leadsToken: token } = SECRETS.ocean_engine
    const timestamp = seconds()
    const signature = feiyuSignature({ id, timestamp, key, token, digestForm: 'hex' })
    const content = { id, telphone: phone, name: '张三', adv_id: 11, ad_id: 22, remark_dict: { 额度: '30 万' } }
    return json(content, { signature, timestamp, 'access-token': token })
  },
  meta: ({ id }) => {
    const leadgen = { field: 'leadgen', value: { leadgen_id: id, page_id: '11', ad_id: '22' } }
    const { raw, headers } = json({ object: 'page', entry: [{ changes: [leadgen] }] })
    const digest = createHmac('sha256', SECRETS.meta.appSecret).update(raw).digest('hex')
    return { raw, headers: { ...headers, 'x-hub-signature-256': `sha256=${digest}` } }
  },
  google_ads: ({ id, phone, test: is_test = false }) =>
    json({
      lead_id: id,
      google_key: SECRETS.google_ads.leadKey,
      is_test,
      adgroup_id: 22,
      gcl_id: 'gcl',
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: '张三' },
        ...(phone === undefined ? [] : [{ column_id: 'PHONE_NUMBER', string_value: phone }]),
      ],
    }),
}

type Setup = { leadForms: { platform: LeadPlatform; url: string; connection?: string }[] }

/** Pushes to a host by the addresses that the setup of a campaign gives. */
export const startForms = (host: TestHost) => {
  const key = host.operatorKey()
  const addressOf = async (campaignId: string, platform: LeadPlatform): Promise<string> => {
    const reply = await send(host.url, 'GET', `/v1/campaigns/${campaignId}/setup`, { key })
    const found = (reply.json() as Setup).leadForms.find((form) => form.platform === platform)
    return (found?.url ?? '').replace(host.url, '')
  }
  return {
    addressOf,

    /** Sets a connection that verifies pushes. */
    connect: async (platform: LeadPlatform, connection: string, more: object = {}): Promise<void> => {
      const body = { ...SECRETS[platform], ...more }
      const reply = await send(host.url, 'PUT', `/v1/connections/${platform}/${connection}`, { body, key })
      expect(reply.status).toBeLessThan(300)
    },

    push: async (
      campaignId: string,
      platform: LeadPlatform,
      sent: Sent,
      change: { raw?: string; headers?: Record<string, string> } = {},
    ): Promise<Reply> => {
      const { raw, headers } = PUSHES[platform](sent)
      const request = { raw: change.raw ?? raw, headers: { ...headers, ...change.headers } }
      return send(host.url, 'POST', await addressOf(campaignId, platform), request)
    },
  }
}
