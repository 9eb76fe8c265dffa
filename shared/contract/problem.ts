import * as z from 'zod'

/** Every problem the API can answer with: status and title once, for the router, the documents and the tests. */
export const PROBLEMS = {
  malformed_body: { status: 400, title: 'The request body could not be read' },
  malformed_idempotency_key: { status: 400, title: 'The Idempotency-Key header could not be read' },
  unauthenticated: { status: 401, title: 'No valid credential was sent' },
  signature_invalid: { status: 401, title: 'The request is not signed as the platform signs' },
  hand_off_invalid: { status: 401, title: 'The hand-off token is no good' },
  token_expired: { status: 401, title: 'The lead token has expired' },
  cross_site: { status: 403, title: 'The form was sent from another site' },
  origin_not_allowed: { status: 403, title: 'The campaign does not allow this origin' },
  phone_not_verified: { status: 403, title: 'The lead token does not prove the phone' },
  scope_missing: { status: 403, title: 'The API key lacks a scope' },
  scope_not_grantable: { status: 403, title: 'An API key can only pass on scopes it has' },
  wrong_partner: { status: 403, title: 'The API key belongs to a partner, and this is not for it' },
  wrong_lead: { status: 403, title: 'The lead token belongs to another lead' },
  route_not_found: { status: 404, title: 'There is nothing at this address' },
  campaign_not_found: { status: 404, title: 'No campaign has this id' },
  lead_not_found: { status: 404, title: 'No lead has this id' },
  visit_not_found: { status: 404, title: 'The campaign has no visit with this id' },
  account_not_found: { status: 404, title: 'No connection has this account' },
  application_not_found: { status: 404, title: 'No application has this id' },
  conversion_not_found: { status: 404, title: 'No conversion has this id' },
  partner_not_found: { status: 404, title: 'No partner has this id' },
  key_not_found: { status: 404, title: 'No API key has this id' },
  campaign_closed: { status: 409, title: 'The campaign is not running' },
  lead_not_accepted: { status: 409, title: 'The campaign did not accept this lead' },
  registration_not_offered: { status: 409, title: 'The campaign does not offer this way to register' },
  invitation_not_offered: { status: 409, title: 'The campaign does not invite to this' },
  not_joined: { status: 409, title: 'The lead is not joined with another' },
  not_registered: { status: 409, title: 'The lead is not a customer yet' },
  applications_not_offered: { status: 409, title: 'The campaign takes no applications' },
  identity_check_not_offered: { status: 409, title: 'The campaign offers no face check' },
  application_submitted: { status: 409, title: 'The application was handed in and can no longer be changed' },
  application_not_submitted: { status: 409, title: 'The application was not handed in yet' },
  identity_verified: { status: 409, title: 'The identity is verified already' },
  decision_impossible: { status: 409, title: 'The decision contradicts what was decided before' },
  decision_id_reused: { status: 409, title: 'The decisionId was used for another decision' },
  conversion_not_replayable: { status: 409, title: 'The conversion cannot be sent again' },
  version_stale: { status: 412, title: 'The record was changed since you read it' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body has a media type that is not accepted here' },
  validation_failed: { status: 422, title: 'The request did not pass validation' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used with another body' },
  code_wrong: { status: 422, title: 'The code is not the one that was sent' },
  code_expired: { status: 422, title: 'The code has expired, was used, or was never sent' },
  version_required: { status: 428, title: 'The version to replace must be named' },
  too_many_tries: { status: 429, title: 'There were too many tries' },
  too_many_invitations: { status: 429, title: 'Too many invitations were asked for' },
  too_many_codes: { status: 429, title: 'Too many codes were asked for' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  store_unavailable: { status: 503, title: 'The store is busy or out of reach' },
  provider_unavailable: { status: 503, title: 'A provider that this needs did not do its part' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS
export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

/** What can be wrong with one field. */
export const FieldErrorCode = z
  .enum([
    'required',
    'invalid',
    'invalid_type',
    'too_short',
    'too_long',
    'not_an_option',
    'unknown_field',
    'phone_invalid',
    'uscc_invalid',
    'id_number_invalid',
    'bank_card_invalid',
    'age_outside',
    'out_of_range',
    'consent_outdated',
    'consent_purpose_missing',
    'challenge_failed',
    'host_not_allowed',
  ])
  .meta({ id: 'FieldErrorCode' })
export type FieldErrorCode = z.infer<typeof FieldErrorCode>

export const FieldError = z
  .object({
    pointer: z.string().meta({ description: 'JSON pointer into the body, or /query/<name> and /path/<name>' }),
    code: FieldErrorCode,
    message: z.string(),
  })
  .meta({ id: 'FieldError' })
export type FieldError = z.infer<typeof FieldError>

/** RFC 9457. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(PROBLEM_CODES),
    requestId: z.string(),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.infer<typeof ProblemDocument>

/** A request that ends in a problem; `detail` tells the caller how to put it right and never repeats what was sent. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: string
  readonly errors: FieldError[] | undefined
  readonly headers: Record<string, string>

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.detail = detail
    this.errors = more.errors
    this.headers = more.headers ?? {}
  }
}
