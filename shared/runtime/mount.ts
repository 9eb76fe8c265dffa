import type { Context } from 'hono'
import type * as z from 'zod'
import type { EndpointSpec } from '../contract/endpoint.ts'
import { type FieldError, PROBLEMS, Problem, type ProblemCode } from '../contract/problem.ts'
import { type ReadBody, readBody } from './body.ts'
import type { HttpApp, HttpEnv } from './http.ts'
import { type Credentials, type Principal, recognise } from './principal.ts'
import { check, inLines, validationProblem } from './validation.ts'

/** What an operation is called with: everything parsed. */
export type Input<Params, Query, Body> = {
  params: Params
  query: Query
  body: Body
  idempotencyKey: string | undefined
  principal: Principal
}

type Headers = Record<string, string>

/** An answer: a status that the endpoint declares and a body of it; or a response of another form. */
export type Answer<Success extends Record<number, z.ZodType>> =
  | { status: keyof Success & number; body: z.input<Success[keyof Success & number]>; headers?: Headers }
  | Response

/** `IETF draft-ietf-httpapi-idempotency-key-header-07`: a quoted string; a bare token is taken too. */
const IDEMPOTENCY_KEY = /^"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"$|^([\x21\x23-\x5b\x5d-\x7e]{1,255})$/

const idempotencyKeyOf = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined
  const match = IDEMPOTENCY_KEY.exec(header.trim())
  if (!match)
    throw new Problem('malformed_idempotency_key', 'Send 1 to 255 printable ASCII characters, best a quoted UUID.')
  return match[1] ?? match[2]
}

const singleValues = (queries: Record<string, string[]>): Record<string, string> => {
  const errors: FieldError[] = []
  const values = Object.entries(queries).map(([name, [value = '', ...more]]) => {
    if (more.length > 0) errors.push({ pointer: `/query/${name}`, code: 'invalid', message: 'must be given once' })
    return [name, value] as const
  })
  if (errors.length > 0) throw validationProblem(errors)
  return Object.fromEntries(values)
}

const parsed = async <Schema extends z.ZodType>(schema: Schema, input: unknown, root?: string) => {
  const result = await check(schema, input, root)
  if ('errors' in result) throw validationProblem(result.errors)
  return result.value
}

/** What a schema makes of a body; what was wrong before and what is wrong now is told at once. */
const parsedBody = async <Schema extends z.ZodType>(schema: Schema, { value, lines = [], errors = [] }: ReadBody) => {
  const result = await check(schema, value)
  const all = [...errors, ...('errors' in result ? result.errors : [])]
  if ('errors' in result || all.length > 0) throw validationProblem(inLines(all, lines))
  return result.value
}

/** A malformed id names nothing: where the operation knows a not-found problem, it is that; else what is wrong with the id. */
const pathParams = async <Params extends z.ZodType>(
  { problems }: { problems: readonly ProblemCode[] },
  schema: Params,
  path: object,
) => {
  const result = await check(schema, path, '/path')
  if ('value' in result) return result.value
  const missing = problems.find((code) => PROBLEMS[code].status === 404)
  throw missing ? new Problem(missing, 'Check the id in the address.') : validationProblem(result.errors)
}

/**
 * Serves an endpoint: recognises the caller, parses everything, calls once, answers in JSON. The only place that parses.
 * `bodySchema` narrows the endpoint's body schema by what the path names.
 */
export const mount = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Success extends Record<number, z.ZodType>,
  Narrowed = z.output<Body>,
>(
  app: HttpApp,
  credentials: Credentials,
  spec: EndpointSpec<Params, Query, Body, Success>,
  serve: (input: Input<z.output<Params>, z.output<Query>, Narrowed>, c: Context<HttpEnv>) => Promise<Answer<Success>>,
  bodySchema?: (params: z.output<Params>, c: Context<HttpEnv>) => Promise<z.ZodType<Narrowed>>,
): void => {
  const nothing = undefined as never
  app.on(spec.method.toUpperCase(), spec.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    const params = spec.params ? await pathParams(spec, spec.params, c.req.param()) : nothing
    const principal = await recognise(spec.caller, c.req.header('authorization'), credentials)
    const query = spec.query ? await parsed(spec.query, singleValues(c.req.queries()), '/query') : nothing
    const idempotencyKey = spec.idempotent ? idempotencyKeyOf(c.req.header('idempotency-key')) : undefined
    const read = spec.body ? await readBody(c.req.raw, spec.body) : nothing
    const schema = (await bodySchema?.(params, c)) ?? spec.body?.schema
    const body = schema ? ((await parsedBody(schema, read)) as Narrowed) : nothing
    const answer = await serve({ params, query, body, idempotencyKey, principal }, c)
    if (answer instanceof Response) return answer
    for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value)
    c.header('content-type', 'application/json; charset=utf-8')
    return c.body(JSON.stringify(answer.body), answer.status as 200)
  })
}
