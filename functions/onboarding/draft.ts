import type { Context } from 'hono'
import { applicantOf, type Case, productOf, sealApplicant } from '../../shared/cases/case.ts'
import { changeCase, leadChange, nextOf } from '../../shared/cases/changeCase.ts'
import type {
  ApplicationDraft,
  ApplicationPatch,
  createApplication,
  patchApplication,
} from '../../shared/contract/applications.ts'
import { type FieldError, Problem } from '../../shared/contract/problem.ts'
import { APPLICANT_FIELDS, type Applicant, type Application, isOfAge } from '../../shared/domain/application.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import type { LoanProduct } from '../../shared/domain/loanProduct.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { applicationIdOf, blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { viewOf } from './applicationView.ts'
import type { OnboardingDeps } from './deps.ts'
import { ownCase } from './ownCase.ts'
import { campaignOf, ownLead } from './ownLead.ts'

const DAY_SECONDS = 86_400

const ttlFrom = ({ settings }: Campaign, at: string): number =>
  Math.floor(Date.parse(at) / 1000) + (settings.application?.draftDays ?? 30) * DAY_SECONDS

const outside = (pointer: string, { min, max }: { min: number; max: number }, value: number): FieldError[] =>
  value >= min && value <= max ? [] : [{ pointer, code: 'out_of_range', message: `must be ${min} to ${max}` }]

/** What of an application its product does not allow. */
const complaintsOf = (
  { amountFen, termMonths }: Pick<Application, 'amountFen' | 'termMonths'>,
  { idNumber }: Applicant,
  product: LoanProduct,
  at: string,
  timezone: string,
): FieldError[] => [
  ...outside('/amountFen', product.amountFen, amountFen),
  ...outside('/termMonths', product.termMonths, termMonths),
  ...(idNumber === undefined || isOfAge(idNumber, product, at, timezone)
    ? []
    : [
        {
          pointer: '/applicant/idNumber',
          code: 'age_outside' as const,
          message: `must be of somebody of ${product.age.min} to ${product.age.max} years`,
        },
      ]),
]

const productAsked = (campaign: Campaign, id: string): LoanProduct => {
  const product = productOf(campaign, id)
  if (product) return product
  const ids = campaign.settings.application?.products.map((one) => one.id) ?? []
  if (ids.length === 0)
    throw new Problem(
      'applications_not_offered',
      `Write products into application.products of the campaign ${campaign.campaignId}.`,
    )
  throw validationProblem([{ pointer: '/product', code: 'not_an_option', message: `must be one of ${ids.join(', ')}` }])
}

const etagOf = ({ version }: { version: number }) => ({ etag: `"${version}"` })

type Creating = Input<{ leadId: string }, undefined, ApplicationDraft>

const newDraft = async (ring: KeyRing, lead: Lead, campaign: Campaign, request: Creating, at: string) => {
  const { body, idempotencyKey } = request
  const { leadId, customerId, campaignId, mode } = lead
  if (customerId === undefined) throw new Problem('not_registered', 'Register the lead first.')
  const applicationId = applicationIdOf(ring, leadId, idempotencyKey ?? `product ${body.product}`)
  const draft: Application = {
    ...{ applicationId, leadId, customerId, campaignId, mode, ...body },
    version: 1,
    sealed: await sealApplicant(ring, lead, applicationId, {}),
    filled: [],
    identity: { failures: 0 },
    cause: blindIndex(ring, 'fingerprint', JSON.stringify(body)).toString('base64url'),
    createdAt: at,
    updatedAt: at,
    decisions: [],
    ttl: ttlFrom(campaign, at),
  }
  return draft
}

/** Begins an application; one that was begun by the same key, or of the same product, is answered as it stands. */
export const handleCreateApplication =
  (deps: OnboardingDeps) =>
  async (request: Creating, c: Context<HttpEnv>): Promise<Answer<(typeof createApplication)['success']>> => {
    const { params, body, principal, idempotencyKey } = request
    const lead = await ownLead(deps, params.leadId, principal)
    const campaign = await campaignOf(deps, lead)
    const product = productAsked(campaign, body.product)
    const ring = await deps.ring()
    const now = deps.now()
    const at = now.toISOString()
    const draft = await newDraft(ring, lead, campaign, request, at)
    const errors = complaintsOf(body, {}, product, at, campaign.settings.timezone)
    if (errors.length > 0) throw validationProblem(errors)
    const made: Case = { application: draft, lead, campaign, product }
    const step = leadChange(made, { type: 'application.started', cause: at, at, reached: [] })
    const before = (await deps.applications.create(draft, { step }))?.application
    if (before && idempotencyKey !== undefined && before.cause !== draft.cause)
      throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new application.')
    note({ leadId: lead.leadId, campaignId: lead.campaignId, outcome: before ? 'replayed' : 'started' })
    const shown = before ? await ownCase(deps, before.applicationId, principal) : made
    if (before) c.header('idempotent-replayed', 'true')
    return {
      status: 201,
      body: await viewOf(shown, { ring, now, principal }),
      headers: etagOf(shown.application),
    }
  }

const withoutNulls = (applicant: Record<string, unknown>): Applicant =>
  Object.fromEntries(Object.entries(applicant).filter(([, value]) => value !== null)) as Applicant

/** RFC 7396. */
const merged = (applicant: Applicant, patch: ApplicationPatch['applicant']): Applicant =>
  patch === null ? {} : withoutNulls({ ...applicant, ...patch })

const isSamePerson = (a: Applicant, b: Applicant): boolean => a.name === b.name && a.idNumber === b.idNumber

const checkVersion = ({ version }: Application, ifMatch: string | undefined): void => {
  if (ifMatch === undefined) throw new Problem('version_required', 'Send If-Match with the ETag that you read.')
  if (ifMatch !== `"${version}"`) throw new Problem('version_stale', 'Read the application again, then change it.')
}

type Patching = Input<{ applicationId: string }, undefined, ApplicationPatch>

const patched = async (
  ring: KeyRing,
  one: Case,
  { applicant: changes, ...terms }: ApplicationPatch,
  at: string,
): Promise<Case> => {
  const { application, lead, campaign } = one
  const before = await applicantOf(ring, one)
  const applicant = merged(before, changes)
  const product = productAsked(campaign, terms.product ?? application.product)
  const next = nextOf(
    application,
    {
      ...terms,
      sealed: await sealApplicant(ring, lead, application.applicationId, applicant),
      filled: APPLICANT_FIELDS.filter((name) => applicant[name] !== undefined),
      // Whoever was verified was another person.
      ...(!isSamePerson(before, applicant) && { identity: { failures: application.identity.failures } }),
      ttl: ttlFrom(campaign, at),
    },
    at,
  )
  const errors = complaintsOf(next, applicant, product, at, campaign.settings.timezone)
  if (errors.length > 0) throw validationProblem(errors)
  return { ...one, application: next, product }
}

export const handlePatchApplication =
  (deps: OnboardingDeps) =>
  async (
    { params, body, principal }: Patching,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof patchApplication)['success']>> => {
    const one = await ownCase(deps, params.applicationId, principal)
    const ifMatch = c.req.header('if-match')
    const ring = await deps.ring()
    const now = deps.now()
    let product = one.product
    const changed = await changeCase(deps, one, async (current) => {
      if (current.application.submittedAt !== undefined)
        throw new Problem('application_submitted', 'Read the application to see where it stands.')
      checkVersion(current.application, ifMatch)
      const next = await patched(ring, current, body, now.toISOString())
      product = next.product
      return { application: next.application }
    })
    const shown = { ...changed, product }
    return {
      status: 200,
      body: await viewOf(shown, { ring, now, principal }),
      headers: etagOf(shown.application),
    }
  }
