import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { endpoint } from './endpoint.ts'
import type { FieldErrorCode } from './problem.ts'

const Id = z.string().trim().min(1).max(128)
const Secret = z.string().trim().min(1).max(2048)
const EncodingAesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be the 43 characters shown in the platform console')
export const WebhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes in Base64')
  .max(256)
const TencentCloud = { provider: z.literal('tencent_cloud'), secretId: Id, secretKey: Secret }

/** The campaign of those who follow by none of our codes. */
const FollowersOf = CampaignId

const kind = <Fields extends Record<string, z.ZodType>>(fields: Fields) =>
  z.strictObject({
    ...fields,
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .max(512)
      .optional(),
  })

const GRANT = ['oauthClientId', 'oauthClientSecret', 'oauthRefreshToken'] as const

/** Either a token or a whole grant, or neither where none is needed: what would not be used is refused. */
const tokenOrGrant =
  (need: 'needed' | 'optional') =>
  (
    fields: Partial<Record<'accessToken' | (typeof GRANT)[number], string | undefined>>,
    context: z.RefinementCtx,
  ): void => {
    const report = (path: string, code: FieldErrorCode, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message, params: { code } })
    const missing = GRANT.filter((name) => fields[name] === undefined)
    const hasToken = fields.accessToken !== undefined
    if (missing.length === GRANT.length) {
      if (need === 'needed' && !hasToken)
        report('accessToken', 'required', `is required, unless ${GRANT.join(', ')} are given`)
    } else if (hasToken)
      report('accessToken', 'invalid', 'must not be given beside a grant, by which tokens are renewed')
    else for (const name of missing) report(name, 'required', 'is required for a grant')
  }

/** What each kind of connection is made of. */
export const CONNECTION_KINDS = {
  /** With an AES key every message must be encrypted; without one they come in the clear. */
  wechat_official_account: kind({
    appId: Id,
    appSecret: Secret,
    token: Secret,
    encodingAesKey: EncodingAesKey.optional(),
    campaign: FollowersOf.optional(),
  }),
  wechat_mini_program: kind({
    appId: Id,
    appSecret: Secret,
    token: Secret.optional(),
    encodingAesKey: EncodingAesKey.optional(),
  }),
  wecom: kind({
    corpId: Id,
    secret: Secret,
    token: Secret,
    encodingAesKey: EncodingAesKey,
    agentId: Id.optional(),
    suiteId: Id.optional(),
    campaign: FollowersOf.optional(),
  }),
  /**
   * A token that lasts, or the OAuth grant by which tokens of a day are renewed; the token and secret of leads.qq.com, and
   * whether leads that are not signed by them are refused.
   */
  tencent_ads: kind({
    accountId: Id,
    accessToken: Secret.optional(),
    oauthClientId: Id.optional(),
    oauthClientSecret: Secret.optional(),
    oauthRefreshToken: Secret.optional(),
    userActionSetId: Id.optional(),
    leadsToken: Secret.optional(),
    leadsSecret: Secret.optional(),
    leadsSigned: z.enum(['required']).optional(),
  }).superRefine(tokenOrGrant('needed')),
  /**
   * The access token of the marketing API, by which leads of its forms are reported back, or the OAuth grant that gives one a
   * day (its client id is the app's number); the key and token of Feiyu, when both are set there, and how it writes its digests.
   */
  ocean_engine: kind({
    advertiserId: Id,
    token: Secret.optional(),
    accessToken: Secret.optional(),
    oauthClientId: z
      .string()
      .regex(/^\d{1,19}$/, 'must be the number of an app')
      .optional(),
    oauthClientSecret: Secret.optional(),
    oauthRefreshToken: Secret.optional(),
    leadsKey: Secret.optional(),
    leadsToken: Secret.optional(),
    leadsDigest: z.enum(['hex', 'raw']).optional(),
  }).superRefine(tokenOrGrant('optional')),
  kuaishou: kind({}),
  baidu: kind({ token: Secret, akey: Secret.optional() }),
  meta: kind({ pixelId: Id, accessToken: Secret, appSecret: Secret, verifyToken: Secret }),
  google_ads: kind({
    customerId: Id,
    conversionActionId: Id,
    leadKey: Secret,
    oauthClientId: Id,
    oauthClientSecret: Secret,
    oauthRefreshToken: Secret,
  }),
  /** Where a partner takes signed webhooks; for a while a secret and the one before are both good. */
  partner: kind({
    url: z.url({ protocol: /^https$/ }).max(512),
    secret: WebhookSecret,
    previousSecret: WebhookSecret.optional(),
  }),
  sms: kind({ ...TencentCloud, sdkAppId: Id, signName: Id, templateId: Id }),
  face_check: kind({ ...TencentCloud, ruleId: Id }),
} as const

export type ConnectionKind = keyof typeof CONNECTION_KINDS
const KIND_NAMES = Object.keys(CONNECTION_KINDS) as [ConnectionKind, ...ConnectionKind[]]

/** Fields that may be shown again; all others are secrets. */
const SHOWN = new Set([
  'appId',
  'corpId',
  'agentId',
  'suiteId',
  'campaign',
  'accountId',
  'userActionSetId',
  'advertiserId',
  'leadsDigest',
  'leadsSigned',
  'pixelId',
  'customerId',
  'conversionActionId',
  'provider',
  'sdkAppId',
  'signName',
  'templateId',
  'ruleId',
])

export type Credentials = Record<string, string | undefined>

/** Splits what an operator sent into what may be shown again and the names of what may not. */
export const showable = (credentials: Credentials): { settings: Record<string, string>; secrets: string[] } => {
  const settings: Record<string, string> = {}
  const secrets: string[] = []
  for (const [name, value] of Object.entries(credentials)) {
    if (name === 'baseUrl' || value === undefined) continue
    if (SHOWN.has(name)) settings[name] = value
    else secrets.push(name)
  }
  return { settings, secrets }
}

export const ConnectionParams = z.object({
  kind: z.enum(KIND_NAMES),
  connectionId: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
})

export const ConnectionView = z
  .object({
    kind: z.enum(KIND_NAMES),
    connectionId: z.string(),
    baseUrl: z.string().optional(),
    settings: z.record(z.string(), z.string()),
    secrets: z
      .array(z.string())
      .meta({ description: 'Names of the secrets that are set; their values are never returned' }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Connection' })
export type ConnectionView = z.infer<typeof ConnectionView>

export const putConnection = endpoint({
  operationId: 'putConnection',
  method: 'put',
  path: '/v1/connections/{kind}/{connectionId}',
  tag: 'connections',
  summary: 'Set the credentials of one provider account',
  description: 'Secrets are encrypted and never returned. `baseUrl` must be on the outbound allow-list.',
  caller: { kind: 'operator', scope: 'connections:write' },
  params: ConnectionParams,
  body: {
    schema: z.union(Object.values(CONNECTION_KINDS) as unknown as readonly [z.ZodObject, z.ZodObject]).meta({
      id: 'Credentials',
      description: 'The fields of the kind in the path',
    }),
  },
  success: { 200: ConnectionView, 201: ConnectionView },
  problems: [],
})
