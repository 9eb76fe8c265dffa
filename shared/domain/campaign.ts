import * as z from 'zod'
import { AttributionRules, DEFAULT_RULES } from './attributionRules.ts'
import { DEFAULT_TIMEZONE, isTimezone } from './day.ts'
import { ConnectionId, Destination } from './destination.ts'
import { Economics } from './economics.ts'
import { ApplicationRules } from './loanProduct.ts'
import { Chain } from './milestone.ts'
import { isOriginPattern } from './origin.ts'

export const CampaignId = z
  .string()
  .regex(/^[a-z0-9-]{3,40}$/, 'must be 3 to 40 of a-z, 0-9 and -')
  .meta({ id: 'CampaignId', examples: ['demo-landing-page'] })

const Name = z.string().trim().min(1).max(100)
const HttpsUrl = z.url({ protocol: /^https?$/ }).max(2048)
const PartnerId = z
  .string()
  .regex(/^pt_[a-z0-9_]{1,27}$/)
  .meta({ id: 'PartnerId' })

export const CampaignField = z
  .strictObject({
    name: z
      .string()
      .regex(/^(?!constructor$|prototype$)[a-z][A-Za-z0-9]{0,39}$/, 'must be camelCase, at most 40 characters'),
    label: Name,
    type: z.enum(['text', 'phone', 'number', 'select', 'uscc']),
    required: z.boolean(),
    options: z.array(Name).min(1).max(50).optional(),
  })
  .refine((field) => (field.type === 'select') === (field.options !== undefined), {
    path: ['options'],
    message: 'belong to a select field, and a select field needs them',
  })
  .meta({ id: 'CampaignField', description: 'One question that a landing page asks beside the contact' })
export type CampaignField = z.infer<typeof CampaignField>

export const PURPOSES = ['contact', 'credit_assessment', 'ad_measurement', 'marketing', 'cross_border'] as const
export const Purpose = z.enum(PURPOSES).meta({ id: 'Purpose' })
export type Purpose = z.infer<typeof Purpose>

const ConsentPurpose = z
  .strictObject({ id: Purpose, required: z.boolean(), recipients: z.array(Name).max(50).optional() })
  .meta({ id: 'ConsentPurpose' })

export const ConsentTerms = z
  .strictObject({
    version: z.string().trim().min(1).max(40),
    text: z.string().trim().min(1).max(20_000),
    purposes: z
      .array(ConsentPurpose)
      .min(1)
      .refine((purposes) => new Set(purposes.map(({ id }) => id)).size === purposes.length, 'must not repeat a purpose')
      .refine(
        (purposes) => purposes.some(({ id, required }) => id === 'contact' && required),
        'must require the purpose "contact": a phone number is not kept without it',
      ),
  })
  .meta({ id: 'ConsentTerms' })

const Invitations = z.strictObject({
  official_account: z.strictObject({ connection: ConnectionId }).optional(),
  wecom: z
    .strictObject({
      connection: ConnectionId,
      userIds: z.array(z.string().min(1).max(64)).min(1).max(100),
      acquisitionLink: HttpsUrl.optional().meta({
        description: 'Of the customer acquisition assistant: used in place of a contact way for each lead',
      }),
    })
    .optional(),
  mini_program: z.strictObject({ connection: ConnectionId, path: z.string().max(1024) }).optional(),
  app: z.strictObject({ url: HttpsUrl }).optional(),
})

/** By which accounts of providers phones are verified. */
const RegistrationWays = z
  .strictObject({
    sms: z.strictObject({ connection: ConnectionId }).optional(),
    wechat: z.strictObject({ connection: ConnectionId }).optional(),
  })
  .meta({
    id: 'RegistrationWays',
    description: 'Phone codes by an `sms` connection, one tap by a `wechat_mini_program`',
  })

const FormConnection = z.strictObject({ connection: ConnectionId }).optional()

/** Forms that ad platforms host; a connection verifies what its platform pushes. */
const HostedForms = z
  .strictObject({
    purposes: z.array(Purpose).min(1).meta({
      description:
        'What whoever fills such a form in agrees to: the forms must show the consent text of the campaign. A lead is accepted when every required purpose is among them',
    }),
    tencent_ads: FormConnection,
    ocean_engine: FormConnection,
    meta: FormConnection,
    google_ads: FormConnection,
  })
  .meta({
    id: 'HostedForms',
    description:
      'Without it, leads that platforms push are kept as rejected for `consent_missing`. Meta and Google need a connection; what Tencent Ads and Ocean Engine push is verified by one where it has the secrets for it, and by the secret in the address always',
  })

const Rate = z.number().min(0).max(1)

/** Everything an operator says about a campaign. */
export const CampaignSettings = z
  .strictObject({
    name: Name,
    product: Name,
    chain: Chain,
    status: z.enum(['draft', 'live', 'paused', 'closed']),
    mode: z.enum(['live', 'test']),
    timezone: z
      .string()
      .refine(isTimezone, 'must be an IANA time zone such as Asia/Shanghai')
      .default(DEFAULT_TIMEZONE),
    allowedOrigins: z
      .array(
        z
          .string()
          .max(253)
          .refine(isOriginPattern, 'must be an origin such as https://loan.bank.example or https://*.bank.example'),
      )
      .max(50),
    thankYouUrl: HttpsUrl.optional(),
    fields: z
      .array(CampaignField)
      .max(30)
      .refine((fields) => new Set(fields.map(({ name }) => name)).size === fields.length, 'must not repeat a name'),
    consent: ConsentTerms,
    attribution: AttributionRules.default(DEFAULT_RULES),
    invitations: Invitations.optional(),
    registration: RegistrationWays.optional(),
    hostedForms: HostedForms.optional(),
    application: ApplicationRules.optional(),
    destinations: z
      .array(Destination)
      .max(20)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must not repeat an id')
      .optional(),
    goals: z
      .strictObject({
        followRate: Rate.optional(),
        registrationRate: Rate.optional(),
        completionRate: Rate.optional(),
        approvalRate: Rate.optional(),
        drawDownRate: Rate.optional(),
      })
      .optional(),
    economics: Economics.optional(),
    partners: z.array(PartnerId).max(500).optional(),
    challenge: z.enum(['none', 'proof_of_work']).default('none'),
  })
  .meta({ id: 'CampaignSettings' })
export type CampaignSettings = z.infer<typeof CampaignSettings>

export type RegistrationWay = keyof z.infer<typeof RegistrationWays>

export const Campaign = z
  .object({
    campaignId: CampaignId,
    version: z.int().min(1),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    settings: CampaignSettings,
  })
  .meta({ id: 'Campaign' })
export type Campaign = z.infer<typeof Campaign>

export type Mode = CampaignSettings['mode']
