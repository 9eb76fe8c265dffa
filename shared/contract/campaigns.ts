import * as z from 'zod'
import { Campaign, CampaignField, CampaignId, CampaignSettings, ConsentTerms } from '../domain/campaign.ts'
import { ClickPlatform } from '../domain/click.ts'
import { LeadPlatform } from '../domain/leadPlatform.ts'
import { Chain } from '../domain/milestone.ts'
import { PartnerId } from '../domain/partner.ts'
import { endpoint } from './endpoint.ts'
import { Page, PageQuery } from './page.ts'

export const CampaignParams = z.object({ campaignId: CampaignId })

export const Challenge = z
  .object({
    parameters: z.object({
      algorithm: z.string(),
      nonce: z.string(),
      salt: z.string(),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string(),
      expiresAt: z.int().optional(),
      data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
    }),
    signature: z.string().optional(),
  })
  .meta({
    id: 'Challenge',
    description: 'An ALTCHA v2 proof-of-work challenge, good for ten minutes and one submission',
  })

export const CampaignView = z
  .object({
    campaignId: CampaignId,
    product: z.string(),
    chain: Chain,
    fields: z.array(CampaignField),
    consent: ConsentTerms,
    challenge: Challenge.optional(),
  })
  .meta({ id: 'CampaignView', description: 'What a landing page may know of a campaign' })

export const getCampaign = endpoint({
  operationId: 'getCampaign',
  method: 'get',
  path: '/v1/campaigns/{campaignId}',
  tag: 'campaigns',
  summary: 'Read a campaign',
  description:
    'Without a credential: the public view of a campaign that is not a draft. With an API key that has campaigns:read: the whole campaign, its version in `ETag`.',
  caller: { kind: 'operator', scope: 'campaigns:read', optional: true },
  crossOrigin: true,
  params: CampaignParams,
  success: { 200: z.union([Campaign, CampaignView]) },
  problems: ['campaign_not_found'],
})

export const putCampaign = endpoint({
  operationId: 'putCampaign',
  method: 'put',
  path: '/v1/campaigns/{campaignId}',
  tag: 'campaigns',
  summary: 'Create or replace a campaign',
  description: 'Replacing needs `If-Match` with the version that was read.',
  caller: { kind: 'operator', scope: 'campaigns:write' },
  params: CampaignParams,
  body: {
    schema: CampaignSettings,
    example: {
      name: 'Spring campaign',
      product: '小微快贷',
      chain: 'landing_page',
      status: 'live',
      mode: 'live',
      allowedOrigins: ['https://loan.bank.example'],
      fields: [
        { name: 'amount', label: '意向额度', type: 'select', required: true, options: ['30 万以内', '30–100 万'] },
      ],
      consent: {
        version: '2026-11',
        text: '我行将使用您填写的手机号码与您联系。',
        purposes: [{ id: 'contact', required: true }],
      },
    },
  },
  requestHeaders: { 'If-Match': 'The version to replace, quoted, as `ETag` gave it' },
  success: { 200: Campaign, 201: Campaign },
  responseHeaders: { ETag: 'The version of the campaign, quoted' },
  problems: ['version_required', 'version_stale'],
})

export const CallbackAddress = z
  .object({
    kind: z.enum(['wechat_official_account', 'wechat_mini_program', 'wecom']),
    connection: z.string(),
    url: z
      .url()
      .optional()
      .meta({ description: 'To enter at the platform; absent while the connection is not set, or has no token' }),
    encrypted: z.boolean().meta({ description: 'The connection has an AES key: every message must be encrypted' }),
  })
  .meta({ id: 'CallbackAddress', description: 'Where a platform tells what people do at an account of the campaign' })

/** It is no address until its macros are replaced. */
const MonitorLink = z
  .object({ platform: ClickPlatform, url: z.string() })
  .meta({ id: 'MonitorLink', description: 'What a platform is to call for every click; the secret is in its path' })

const LeadFormAddress = z
  .object({
    platform: LeadPlatform,
    url: z.url(),
    connection: z.string().optional().meta({ description: 'That verifies what the platform pushes, if one is named' }),
  })
  .meta({
    id: 'LeadFormAddress',
    description: 'Where a platform is to push leads of its own forms; the secret is in the path',
  })

const PostbackAddress = z
  .object({
    partnerId: PartnerId,
    url: z.url(),
    example: z.string().meta({ description: 'A report by query; the braces stand for what the partner fills in' }),
  })
  .meta({
    id: 'PostbackAddress',
    description: 'Where a partner reports what became of its leads, signed by its secret',
  })

export const CampaignSetup = z
  .object({
    campaignId: CampaignId,
    snippet: z.string().meta({ description: 'HTML to paste into a landing page: the form and the script' }),
    form: z.string().meta({ description: 'The form alone; it works without a script' }),
    urls: z.object({ leads: z.url(), visits: z.url(), campaign: z.url(), demo: z.url() }),
    callbacks: z.array(CallbackAddress),
    monitors: z.array(MonitorLink),
    leadForms: z.array(LeadFormAddress),
    postbacks: z.array(PostbackAddress),
    allowedOrigins: z.array(z.string()),
  })
  .meta({ id: 'CampaignSetup' })

export const getCampaignSetup = endpoint({
  operationId: 'getCampaignSetup',
  method: 'get',
  path: '/v1/campaigns/{campaignId}/setup',
  tag: 'campaigns',
  summary: 'Everything to paste for a campaign',
  caller: { kind: 'operator', scope: 'campaigns:read' },
  params: CampaignParams,
  success: { 200: CampaignSetup },
  problems: ['campaign_not_found'],
})

export const listCampaigns = endpoint({
  operationId: 'listCampaigns',
  method: 'get',
  path: '/v1/campaigns',
  tag: 'campaigns',
  summary: 'List campaigns by id',
  caller: { kind: 'operator', scope: 'campaigns:read' },
  query: PageQuery,
  success: { 200: Page(Campaign).meta({ id: 'CampaignPage' }) },
  problems: [],
})
