import * as z from 'zod'

/** Every problem the API can answer with: status and title once, for the router, the documents and the tests. */
export const PROBLEMS = {
  malformed_body: { status: 400, title: 'The request body could not be read' },
  malformed_idempotency_key: { status: 400, title: 'The Idempotency-Key header could not be read' },
  unauthenticated: { status: 401, title: 'No valid credential was sent' },
  token_expired: { status: 401, title: 'The lead token has expired' },
  cross_site: { status: 403, title: 'The form was sent from another site' },
  origin_not_allowed: { status: 403, title: 'The campaign does not allow this origin' },
  scope_missing: { status: 403, title: 'The API key lacks a scope' },
  scope_not_grantable: { status: 403, title: 'An API key can only pass on scopes it has' },
  wrong_lead: { status: 403, title: 'The lead token belongs to another lead' },
  route_not_found: { status: 404, title: 'There is nothing at this address' },
  campaign_not_found: { status: 404, title: 'No campaign has this id' },
  lead_not_found: { status: 404, title: 'No lead has this id' },
  key_not_found: { status: 404, title: 'No API key has this id' },
  campaign_closed: { status: 409, title: 'The campaign is not running' },
  version_stale: { status: 412, title: 'The record was changed since you read it' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body has a media type that is not accepted here' },
  validation_failed: { status: 422, title: 'The request did not pass validation' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used with another body' },
  version_required: { status: 428, title: 'The version to replace must be named' },
  too_many_tries: { status: 429, title: 'There were too many tries' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  store_unavailable: { status: 503, title: 'The store is busy or out of reach' },
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
