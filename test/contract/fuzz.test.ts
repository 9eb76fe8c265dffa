import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { ProblemDocument } from '../../shared/contract/problem.ts'
import { FUZZ_RUNS } from '../harness/fuzzRuns.ts'
import { submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let host: TestHost
beforeAll(async () => {
  host = await startTestHost({ topology })
  world = await makeWorld(host)
})

const event = (
  method: string,
  path: string,
  query: string,
  headers: Record<string, string>,
  body: string | undefined,
  isBase64Encoded: boolean,
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: `${method} ${path}`,
  rawPath: path,
  rawQueryString: query,
  headers: { host: 'localhost', ...headers },
  requestContext: {
    accountId: '0',
    apiId: 'fuzz',
    domainName: 'localhost',
    domainPrefix: 'fuzz',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'fuzz' },
    requestId: 'fuzz',
    routeKey: '$default',
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
  ...(body !== undefined && { body: isBase64Encoded ? Buffer.from(body).toString('base64') : body }),
  isBase64Encoded,
})

const header = fc.string({
  unit: fc.constantFrom(...' !#$%&()*+,-./0123456789:;<=>?@ABCXYZ[]^_abcxyz{|}~"\''),
  maxLength: 40,
})
const json = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc
    .record(
      {
        contact: fc.jsonValue(),
        answers: fc.jsonValue(),
        consent: fc.jsonValue(),
        touch: fc.jsonValue(),
        website: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc
    .record({
      contact: fc.record({ phone: fc.string(), name: fc.jsonValue() }),
      touch: fc.record({
        url: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()),
        clickIds: fc.jsonValue(),
        utm: fc.jsonValue(),
      }),
    })
    .map((value) => JSON.stringify({ ...submission(), ...value })),
)
const body = fc.option(fc.oneof(json, fc.string({ unit: 'binary' }), fc.webQueryParameters()), { nil: undefined })
const contentType = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  'text/plain; charset=utf-16',
  '',
  'application/json;',
)
const headers = fc.record(
  {
    'content-type': contentType,
    origin: header,
    authorization: fc.oneof(
      header,
      header.map((text) => `Bearer ${text}`),
    ),
    'idempotency-key': header,
    'if-match': header,
    accept: header,
    referer: fc.oneof(header, fc.webUrl()),
    'x-forwarded-for': header,
    cookie: header,
  },
  { requiredKeys: [] },
)
const segment = fc.oneof(
  fc.constantFrom(
    'leads',
    'visits',
    'v1',
    'campaigns',
    'timeline',
    'keys',
    'connections',
    'baidu',
    'reports',
    'funnel',
  ),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
  fc.constantFrom('%', '%ff', '..', '%2e%2e', '%00', 'a'.repeat(3000)),
)

it('any event has a valid answer: no 5xx, no stack, a problem document for every failure', async () => {
  const paths = fc.oneof(
    fc.constantFrom(
      `/v1/campaigns/${world.campaignId}`,
      `/v1/campaigns/${world.campaignId}/leads`,
      `/v1/campaigns/${world.campaignId}/visits`,
      `/v1/leads/${world.leadId}`,
      '/v1/keys',
      '/v1/reports/funnel',
      '/console/session',
      '/console/leads',
      '/v1/leads',
      `/v1/leads/${world.leadId}/timeline`,
      `/v1/leads/${world.leadId}/phone-codes`,
      `/v1/leads/${world.leadId}/registration`,
    ),
    fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`),
  )
  const property = fc.asyncProperty(
    fc.constantFrom('capture', 'onboarding', 'operations', 'console'),
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
    paths,
    fc.webQueryParameters(),
    headers,
    body,
    fc.boolean(),
    async (name, method, path, query, headers, body, isBase64Encoded) => {
      const result = await host.invoke(name, event(method, path, query, headers, body, isBase64Encoded))
      const { statusCode = 0, headers: answered = {}, body: text = '' } = result as APIGatewayProxyStructuredResultV2
      expect(statusCode).toBeGreaterThanOrEqual(200)
      expect(statusCode).toBeLessThan(500)
      expect(answered['x-request-id']).toBe('fuzz')
      expect(text).not.toMatch(/node:internal|\.ts:\d+|at Object/)
      if (statusCode >= 400 && String(answered['content-type']).startsWith('application'))
        ProblemDocument.parse(JSON.parse(text))
    },
  )
  // fast-check prints the seed and the smallest failing event.
  await fc.assert(property, { numRuns: FUZZ_RUNS, endOnFailure: false })
}, 60_000)
