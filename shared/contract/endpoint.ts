import type * as z from 'zod'
import type { FieldError, ProblemCode } from './problem.ts'
import type { Scope } from './scope.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Who may call: anybody, the visitor who is the lead (with `phoneVerified`: who registered; with `operator`: or an operator with a scope), an operator with a scope, or anybody with more shown to an operator. */
export type Caller =
  | { kind: 'public' }
  | { kind: 'lead'; phoneVerified?: true; operator?: Scope }
  | { kind: 'operator'; scope: Scope; optional?: true }

/** Rows of comma-separated values as the same in JSON would be, the line that each stands in, and what is wrong with them beyond their values. */
export type CsvRows = { value: { rows: Record<string, unknown>[] }; lines: number[]; errors: FieldError[] }

/** The body of a request; `json` always, and what else is accepted. */
export type BodySpec<Body extends z.ZodType> = {
  schema: Body
  /** HTML forms, urlencoded or multipart, with dotted names for nesting; `lists` are names that hold several values. */
  form?: { lists: readonly string[] }
  /** A merge patch (RFC 7396), under its own media type too. */
  mergePatch?: true
  /** JSON sent as text/plain, which a browser sends across origins without asking first. */
  plainText?: true
  /** Reads comma-separated values, or says what is wrong with them as a whole. */
  csv?: (bytes: Uint8Array) => CsvRows | { complaint: string }
  /** How many bytes it may have, when more than usual. */
  maxBytes?: number
  /** A body that works, shown in the documents. */
  example?: z.input<Body>
}

export type EndpointSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Success extends Record<number, z.ZodType> = Record<number, z.ZodType>,
> = {
  operationId: string
  method: Method
  path: `/${string}`
  tag: string
  summary: string
  description?: string
  caller: Caller
  /** Pages of other origins call it: preflight and CORS headers by the campaign's settings. */
  crossOrigin?: true
  /** Takes an Idempotency-Key. */
  idempotent?: true
  params?: Params
  query?: Query
  body?: BodySpec<Body>
  /** A body that the operation reads itself. */
  rawBody?: { description: string; mediaTypes: readonly string[] }
  success: Success
  /** Answers of another form than JSON, by status and media type. */
  otherSuccess?: Record<number, { description: string; mediaType?: string }>
  /** Headers that callers send or get, with what they mean. */
  requestHeaders?: Record<string, string>
  responseHeaders?: Record<string, string>
  /** Problems of this operation's own rules; those that follow from caller and body are added by `problemsOf`. */
  problems: readonly ProblemCode[]
}

/** One HTTP operation: the router, the OpenAPI document and the contract tests read the same value. */
export const endpoint = <
  Success extends Record<number, z.ZodType>,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: EndpointSpec<Params, Query, Body, Success>,
): EndpointSpec<Params, Query, Body, Success> => spec

/** Every problem an endpoint can answer with beside `internal_error`. */
export const problemsOf = (spec: EndpointSpec): ProblemCode[] => {
  const problems = new Set<ProblemCode>(spec.problems)
  if (spec.body) for (const code of BODY_PROBLEMS) problems.add(code)
  if (spec.query) problems.add('validation_failed')
  if (spec.idempotent) for (const code of IDEMPOTENCY_PROBLEMS) problems.add(code)
  if (spec.crossOrigin) problems.add('origin_not_allowed')
  if (spec.caller.kind === 'operator') for (const code of OPERATOR_PROBLEMS) problems.add(code)
  if (spec.caller.kind === 'lead') for (const code of LEAD_PROBLEMS) problems.add(code)
  if (spec.caller.kind === 'lead' && spec.path.includes('{leadId}')) problems.add('wrong_lead')
  if (spec.caller.kind === 'lead' && spec.caller.phoneVerified) problems.add('phone_not_verified')
  if (spec.caller.kind === 'lead' && spec.caller.operator) problems.add('scope_missing')
  problems.add('store_unavailable')
  return [...problems].sort()
}

const BODY_PROBLEMS = ['malformed_body', 'unsupported_media_type', 'body_too_large', 'validation_failed'] as const
const IDEMPOTENCY_PROBLEMS = ['malformed_idempotency_key', 'idempotency_key_reused'] as const
const OPERATOR_PROBLEMS = ['unauthenticated', 'scope_missing'] as const
const LEAD_PROBLEMS = ['unauthenticated', 'token_expired'] as const
