import * as z from 'zod'
import { APPLICATION_STATUSES, Applicant, MISSING } from '../domain/application.ts'
import { Decision, DecisionInput } from '../domain/decision.ts'
import { ApplicationId, CustomerId, LeadId } from '../domain/lead.ts'
import { ProductId } from '../domain/loanProduct.ts'
import { LeadParams } from './capture.ts'
import { endpoint } from './endpoint.ts'

export const ApplicationParams = z.object({ applicationId: ApplicationId })

const Fen = z.int().min(1)
const Months = z.int().min(1)

export const ApplicationDraft = z
  .object({ product: ProductId, amountFen: Fen, termMonths: Months })
  .meta({ id: 'ApplicationDraft' })
export type ApplicationDraft = z.output<typeof ApplicationDraft>

/** A merge patch (RFC 7396): what is null is taken out, what is absent stays. */
export const ApplicationPatch = z
  .object({
    product: ProductId.optional(),
    amountFen: Fen.optional(),
    termMonths: Months.optional(),
    applicant: z
      .object({
        name: Applicant.shape.name.unwrap().nullable().optional(),
        idNumber: Applicant.shape.idNumber.unwrap().nullable().optional(),
        bankCard: Applicant.shape.bankCard.unwrap().nullable().optional(),
      })
      .nullable()
      .optional(),
  })
  .meta({ id: 'ApplicationPatch' })
export type ApplicationPatch = z.output<typeof ApplicationPatch>

const MissingField = z
  .object({ field: z.enum(MISSING), message: z.string().meta({ description: 'In plain words, in Chinese' }) })
  .meta({ id: 'MissingField' })

const IdentityView = z
  .object({
    status: z.enum(['none', 'pending', 'failed', 'cooling', 'passed']),
    failures: z.int(),
    at: z.iso.datetime().optional().meta({ description: 'When it passed' }),
    coolUntil: z.iso.datetime().optional().meta({ description: 'Until when no further check is begun' }),
  })
  .meta({ id: 'IdentityView' })

const OutcomeView = z
  .object({
    limitFen: z.int().optional(),
    aprBps: z.int().optional().meta({ description: 'Annual rate in hundredths of a percent' }),
    reasonCode: z.string().optional(),
    disbursedFen: z.int(),
    repaidFen: z.int(),
  })
  .meta({ id: 'CreditOutcome' })

export const ApplicationView = z
  .object({
    applicationId: ApplicationId,
    leadId: LeadId,
    customerId: CustomerId,
    campaignId: z.string(),
    mode: z.enum(['live', 'test']),
    version: z.int(),
    status: z.enum(APPLICATION_STATUSES),
    product: ProductId,
    amountFen: z.int(),
    termMonths: z.int(),
    applicant: z
      .object({ name: z.string().optional(), idNumber: z.string().optional(), bankCard: z.string().optional() })
      .meta({ description: 'Masked, but with view=full' }),
    phone: z.string().optional().meta({ description: 'The verified phone, with view=full' }),
    business: z
      .object({ name: z.string(), uscc: z.string().optional(), contactName: z.string() })
      .optional()
      .meta({ description: 'With view=full' }),
    identity: IdentityView,
    missing: z.array(MissingField),
    outcome: OutcomeView.optional().meta({ description: 'Once it was submitted' }),
    decisions: z.array(Decision).optional().meta({ description: 'For operators' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    submittedAt: z.iso.datetime().optional(),
    expiresAt: z.iso.datetime().optional().meta({ description: 'When a draft goes, with all that was filled in' }),
  })
  .meta({ id: 'Application' })
export type ApplicationView = z.infer<typeof ApplicationView>

/** Where an application stands, with nothing about who applies. */
export const ApplicationStanding = ApplicationView.pick({
  applicationId: true,
  leadId: true,
  customerId: true,
  campaignId: true,
  mode: true,
  version: true,
  status: true,
  outcome: true,
  decisions: true,
}).meta({ id: 'ApplicationStanding' })
export type ApplicationStanding = z.infer<typeof ApplicationStanding>

const OWNER = { kind: 'lead', phoneVerified: true } as const
const ETAG = { ETag: 'The version, for If-Match' }
const IF_MATCH = { 'If-Match': 'The version that was read, quoted' }

export const createApplication = endpoint({
  operationId: 'createApplication',
  method: 'post',
  path: '/v1/leads/{leadId}/applications',
  tag: 'applications',
  summary: 'Begin an application',
  description: 'The lead must be registered. Without an Idempotency-Key a lead has one application of each product.',
  caller: OWNER,
  crossOrigin: true,
  idempotent: true,
  params: LeadParams,
  body: { schema: ApplicationDraft, example: { product: 'quick-loan', amountFen: 30_000_000, termMonths: 12 } },
  success: { 201: ApplicationView },
  responseHeaders: { ...ETAG, 'Idempotent-Replayed': '`true` when it was begun before' },
  problems: ['lead_not_found', 'not_registered', 'applications_not_offered'],
})

export const getApplication = endpoint({
  operationId: 'getApplication',
  method: 'get',
  path: '/v1/applications/{applicationId}',
  tag: 'applications',
  summary: 'Where an application stands',
  description:
    'For its customer by the lead token, masked; for operators with `applications:read`. `view=full` shows it in the clear: it needs `applications:read:pii` and leaves a journal entry. What a face check that was begun came to is fetched from its provider.',
  caller: { ...OWNER, operator: 'applications:read' },
  crossOrigin: true,
  params: ApplicationParams,
  query: z.strictObject({ view: z.enum(['masked', 'full']).default('masked') }),
  success: { 200: ApplicationView },
  responseHeaders: ETAG,
  problems: ['application_not_found'],
})

export const patchApplication = endpoint({
  operationId: 'patchApplication',
  method: 'patch',
  path: '/v1/applications/{applicationId}',
  tag: 'applications',
  summary: 'Change a draft',
  description: 'A merge patch (RFC 7396): null takes a field out, what is absent stays.',
  caller: OWNER,
  crossOrigin: true,
  params: ApplicationParams,
  body: { schema: ApplicationPatch, mergePatch: true, example: { termMonths: 24, applicant: { name: '张三' } } },
  success: { 200: ApplicationView },
  requestHeaders: IF_MATCH,
  responseHeaders: ETAG,
  problems: ['application_not_found', 'application_submitted', 'version_required', 'version_stale'],
})

export const submitApplication = endpoint({
  operationId: 'submitApplication',
  method: 'post',
  path: '/v1/applications/{applicationId}/submission',
  tag: 'applications',
  summary: 'Hand an application in',
  description: 'What is missing is listed with 422. Sent again it is answered as it stands.',
  caller: OWNER,
  crossOrigin: true,
  params: ApplicationParams,
  success: { 200: ApplicationView },
  responseHeaders: ETAG,
  problems: ['application_not_found', 'validation_failed'],
})

export const startIdentityCheck = endpoint({
  operationId: 'startIdentityCheck',
  method: 'post',
  path: '/v1/applications/{applicationId}/identity-checks',
  tag: 'applications',
  summary: 'Begin a face check',
  description:
    'Open the address on the phone. The result is fetched from the provider when the application is read next, never taken from the browser. After 5 failures there is none for 24 hours.',
  caller: OWNER,
  crossOrigin: true,
  params: ApplicationParams,
  body: {
    schema: z
      .object({
        redirectUrl: z
          .url({ protocol: /^https?$/ })
          .max(1024)
          .optional()
          .meta({ description: 'Where the browser is led afterwards: an address of an allowed origin' }),
      })
      .meta({ id: 'IdentityCheckRequest' }),
    example: {},
  },
  success: { 201: z.object({ url: z.url(), expiresAt: z.iso.datetime() }).meta({ id: 'IdentityCheck' }) },
  responseHeaders: { 'Retry-After': 'With 429 and 503: the seconds to wait' },
  problems: [
    'application_not_found',
    'application_submitted',
    'identity_verified',
    'identity_check_not_offered',
    'too_many_tries',
    'provider_unavailable',
  ],
})

export const reviewIdentity = endpoint({
  operationId: 'reviewIdentity',
  method: 'post',
  path: '/v1/applications/{applicationId}/identity-review',
  tag: 'applications',
  summary: 'Verify an identity without a face check',
  description: 'For those who cannot pass one. The reason and the key stay in the journal.',
  caller: { kind: 'operator', scope: 'applications:review' },
  params: ApplicationParams,
  body: {
    schema: z
      .strictObject({ verdict: z.enum(['passed', 'failed']), reason: z.string().trim().min(3).max(500) })
      .meta({ id: 'IdentityReview' }),
    example: { verdict: 'passed', reason: 'seen at the counter with the original card' },
  },
  success: { 200: ApplicationView },
  problems: ['application_not_found', 'identity_verified'],
})

export const decideApplication = endpoint({
  operationId: 'decideApplication',
  method: 'post',
  path: '/v1/applications/{applicationId}/decisions',
  tag: 'applications',
  summary: 'Say what the credit workflow decided',
  description:
    'Once per decisionId, in any order: decisions count by their `at`. What cannot be is refused and stays in the journal.',
  caller: { kind: 'operator', scope: 'decisions:write' },
  params: ApplicationParams,
  body: {
    schema: DecisionInput,
    example: {
      decisionId: '2026-000123-1',
      kind: 'credited',
      at: '2026-11-26T09:30:00.000Z',
      limitFen: 24_000_000,
      aprBps: 600,
    },
  },
  success: { 200: ApplicationStanding },
  responseHeaders: { 'Idempotent-Replayed': '`true` when the decision was taken before' },
  problems: ['application_not_found', 'application_not_submitted', 'decision_impossible', 'decision_id_reused'],
})

export const handOffApplication = endpoint({
  operationId: 'handOffApplication',
  method: 'post',
  path: '/v1/applications/{applicationId}/hand-offs',
  tag: 'applications',
  summary: 'Go on with an application on another device',
  description: 'A token that another device exchanges for a lead token, once, within 15 minutes.',
  caller: OWNER,
  crossOrigin: true,
  params: ApplicationParams,
  success: {
    201: z.object({ handOffToken: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'HandOff' }),
  },
  problems: ['application_not_found'],
})

export const takeHandOff = endpoint({
  operationId: 'takeHandOff',
  method: 'post',
  path: '/v1/hand-offs',
  tag: 'applications',
  summary: 'Exchange a hand-off token',
  caller: { kind: 'public' },
  body: { schema: z.object({ handOffToken: z.string().max(2048) }).meta({ id: 'HandOffExchange' }) },
  success: {
    201: z
      .object({ applicationId: ApplicationId, campaignId: z.string(), leadToken: z.string() })
      .meta({ id: 'HandOffTaken' }),
  },
  problems: ['hand_off_invalid'],
})
