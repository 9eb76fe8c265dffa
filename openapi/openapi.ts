import type * as z from 'zod'
import { topology } from '../infra/topology.ts'
import { type Caller, type EndpointSpec, problemsOf } from '../shared/contract/endpoint.ts'
import { PROBLEMS, type ProblemCode, ProblemDocument } from '../shared/contract/problem.ts'
import { type SchemaCollection, schemaCollection } from './schemas.ts'

type Json = { [key: string]: unknown }

const endpoints: EndpointSpec[] = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'http' ? trigger.endpoints : [],
)

const securityOf = (caller: Caller): Json[] => {
  if (caller.kind === 'public') return []
  if (caller.kind === 'lead') return [{ leadToken: [] }, ...(caller.operator ? [{ apiKey: [] }] : [])]
  return caller.optional ? [{}, { apiKey: [] }] : [{ apiKey: [] }]
}

const scopeOf = (caller: Caller): string | undefined => {
  if (caller.kind === 'operator') return caller.scope
  return caller.kind === 'lead' ? caller.operator : undefined
}

const described = (text: string, caller: Caller): string =>
  scopeOf(caller) ? `${text}\n\nScope: \`${scopeOf(caller)}\`.`.trim() : text

const fieldsOf = (schema: z.ZodType | undefined): [string, z.ZodType][] =>
  schema && 'shape' in schema ? Object.entries(schema.shape as Record<string, z.ZodType>) : []

const parametersOf = (spec: EndpointSpec, schemas: SchemaCollection): Json[] => {
  const parameter =
    (place: string) =>
    ([name, schema]: [string, z.ZodType]) => {
      const json = schemas.schema(schema, 'input')
      const required = place === 'path' || !schema.safeParse(undefined).success
      return { name, in: place, required, schema: json }
    }
  const header = ([name, description]: [string, string]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  })
  const key =
    'The same key and body give the same answer; the same key with another body is refused. Kept as long as what it made.'
  return [
    ...fieldsOf(spec.params).map(parameter('path')),
    ...fieldsOf(spec.query).map(parameter('query')),
    ...Object.entries({ ...(spec.idempotent && { 'Idempotency-Key': key }), ...spec.requestHeaders }).map(header),
  ]
}

const rawBodyOf = ({ rawBody }: EndpointSpec): Json | undefined => {
  if (!rawBody) return undefined
  const { description, mediaTypes } = rawBody
  const content = mediaTypes.map((type) => [type, { schema: { type: 'string' } }])
  return { description, required: true, content: Object.fromEntries(content) }
}

const bodyOf = (spec: EndpointSpec, schemas: SchemaCollection): Json | undefined => {
  const { body } = spec
  if (!body) return rawBodyOf(spec)
  const schema = schemas.schema(body.schema, 'input')
  const forms = body.form ? ['application/x-www-form-urlencoded', 'multipart/form-data'] : []
  const types = [
    'application/json',
    ...(body.mergePatch ? ['application/merge-patch+json'] : []),
    ...forms,
    ...(body.plainText ? ['text/plain'] : []),
    ...(body.csv ? ['text/csv'] : []),
  ]
  const example = body.example === undefined ? {} : { example: body.example }
  const contentOf = (type: string) => {
    if (type === 'text/csv') return [type, { schema: { type: 'string' } }]
    return [type, type === 'application/json' ? { schema, ...example } : { schema }]
  }
  return { required: true, content: Object.fromEntries(types.map(contentOf)) }
}

const problemResponses = (codes: readonly ProblemCode[]): Json => {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].sort()
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => PROBLEMS[code].status === status)
      const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: here } } }] }
      const description = here.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n')
      return [String(status), { description, content: { 'application/problem+json': { schema } } }]
    }),
  )
}

const successResponses = (spec: EndpointSpec, schemas: SchemaCollection): Json => {
  const headers = spec.responseHeaders && {
    headers: Object.fromEntries(
      Object.entries(spec.responseHeaders).map(([name, description]) => [
        name,
        { description, schema: { type: 'string' } },
      ]),
    ),
  }
  const responses: Record<string, { description: string; content: Json }> = {}
  for (const [status, schema] of Object.entries(spec.success)) {
    const content = { 'application/json': { schema: schemas.schema(schema, 'output') } }
    responses[status] = { description: 'Success', ...headers, content }
  }
  for (const [status, { description, mediaType }] of Object.entries(spec.otherSuccess ?? {})) {
    const other = mediaType ? { [mediaType]: { schema: { type: 'string' } } } : undefined
    const content = { ...responses[status]?.content, ...other }
    responses[status] = { description, ...headers, ...responses[status], content }
  }
  return responses
}

const operationOf = (spec: EndpointSpec, schemas: SchemaCollection): Json => {
  const body = bodyOf(spec, schemas)
  const parameters = parametersOf(spec, schemas)
  const description = described(spec.description ?? '', spec.caller)
  return {
    operationId: spec.operationId,
    tags: [spec.tag],
    summary: spec.summary,
    ...(description && { description }),
    security: securityOf(spec.caller),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: { ...successResponses(spec, schemas), ...problemResponses([...problemsOf(spec), 'internal_error']) },
  }
}

const TAGS = {
  capture: 'What landing pages, mini programs and apps call',
  following: 'Invitations to follow, reminders, mini programs and apps',
  inbound: 'What WeChat, WeCom, ad platforms and partners call',
  onboarding: 'How a lead becomes a customer with a verified phone',
  applications: 'Applications, identity checks and decisions',
  campaigns: 'Campaigns, their fields and consent text',
  connections: 'Credentials of provider accounts',
  keys: 'API keys',
  leads: 'Leads, for bank staff',
  audiences: 'Packs of leads for ad platforms',
  partners: 'Who may bring leads, on what terms, and what they are owed',
  conversions: 'What is reported to ad platforms, and what they said',
  reports: 'The funnel',
  pages: 'Pages for people and machines that look after the system',
}

/** The OpenAPI 3.1 document of every endpoint in the topology. */
export const openApiDocument = (): Json => {
  const schemas = schemaCollection()
  schemas.add(ProblemDocument, 'output')
  for (const spec of endpoints) {
    for (const schema of Object.values(spec.success)) schemas.add(schema, 'output')
    if (spec.body) schemas.add(spec.body.schema, 'input')
    for (const [, schema] of [...fieldsOf(spec.params), ...fieldsOf(spec.query)]) schemas.add(schema, 'input')
  }
  const paths: Record<string, Json> = {}
  for (const spec of endpoints) paths[spec.path] = { ...paths[spec.path], [spec.method]: operationOf(spec, schemas) }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tuoke',
      version: '1',
      description:
        'Lead capture and onboarding for small-business credit. Errors are RFC 9457 problem documents; their codes are a closed list.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        leadToken: { type: 'http', scheme: 'bearer', description: 'The token that came with the verdict on a lead' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `tk_…`' },
      },
      schemas: schemas.components(),
    },
  }
}
