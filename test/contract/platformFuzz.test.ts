import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { ProblemDocument } from '../../shared/contract/problem.ts'
import { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { CLICK_READERS } from '../../shared/platforms/clicks/clickReaders.ts'
import { startAds } from '../harness/adClicks.ts'
import { FUZZ_RUNS } from '../harness/fuzzRuns.ts'
import { FORMS, startForms } from '../harness/leadPushes.ts'
import { startPartners } from '../harness/postbacks.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

const PLATFORMS = Object.keys(CLICK_READERS) as (keyof typeof CLICK_READERS)[]
const PARTNER = 'pt_media'

let host: TestHost
let monitors: string[]
let forms: string[]
beforeAll(async () => {
  host = await startTestHost({ topology })
  const [ads, hosted] = [startAds(host), startForms(host)]
  await startPartners(host).know(PARTNER)
  for (const platform of LeadPlatform.options) await hosted.connect(platform, 'forms')
  const campaignId = await ads.newCampaign({ hostedForms: FORMS, partners: [PARTNER] })
  const links = await Promise.all(PLATFORMS.map((platform) => ads.monitorOf(campaignId, platform)))
  monitors = links.map((link) => link.split('?')[0] ?? '')
  // What Meta tells of would be fetched.
  const pushed = LeadPlatform.options.filter((platform) => platform !== 'meta')
  forms = await Promise.all(pushed.map((platform) => hosted.addressOf(campaignId, platform)))
})

const event = (method: string, path: string, query: string, body?: string, headers = {}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: query,
  headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
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
  ...(body !== undefined && { body }),
  isBase64Encoded: false,
})

const ask = async (name: string, sent: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> =>
  (await host.invoke(name, sent)) as APIGatewayProxyStructuredResultV2

const names = [...new Set(PLATFORMS.flatMap((platform) => Object.keys(CLICK_READERS[platform].macros)))]
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('__X__', '%', '%ff', '%00', '+', '1700000000', '9'.repeat(19), 'x'.repeat(9000)),
  fc.webUrl({ withQueryParameters: true }).map(encodeURIComponent),
)
const query = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 12 })
    .map((pairs) => pairs.map((pair) => pair.join('=')).join('&')),
  fc.string({ maxLength: 60 }).map((text) => text.replaceAll('#', '')),
)

it('a click with the right secret is answered 200, whatever the ad sends', async () => {
  const property = fc.asyncProperty(fc.nat(PLATFORMS.length - 1), query, async (i, query) => {
    const platform = PLATFORMS[i] ?? 'generic'
    const { statusCode, body } = await ask('clicks', event('GET', monitors[i] ?? '', query))
    expect([statusCode, body]).toEqual([200, CLICK_READERS[platform].answer.body])
  })
  await fc.assert(property, { numRuns: FUZZ_RUNS, endOnFailure: false })
}, 60_000)

const FIELDS = ['leads_id', 'leads_tel', 'id', 'telphone', 'remark_dict', 'lead_id', 'google_key', 'user_column_data']
const body = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc
    .record(Object.fromEntries(FIELDS.map((name) => [name, fc.jsonValue({ maxDepth: 3 })])), { requiredKeys: [] })
    .map((told) => JSON.stringify({ google_key: 'google-key', ...told })),
  fc.string({ unit: 'binary', maxLength: 200 }),
)
const text = fc.string({ unit: fc.constantFrom(...' ,=./0123456789abcxyzABC'), maxLength: 60 })
const headers = fc.record(
  {
    'x-signature': text,
    signature: text,
    timestamp: text,
    'access-token': text,
    'webhook-id': text,
    'webhook-timestamp': text,
    'webhook-signature': text,
    'x-sign': text,
    'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', ''),
  },
  { requiredKeys: [] },
)

it('any push or report has a valid answer: no 5xx, no stack, a problem document for every failure', async () => {
  const property = fc.asyncProperty(
    fc.nat(forms.length),
    fc.constantFrom('GET', 'POST'),
    query,
    headers,
    body,
    async (i, method, query, headers, body) => {
      const path = forms[i] ?? `/v1/in/partners/${PARTNER}/conversions`
      const sent = event(method, path, query, method === 'GET' ? undefined : body, headers)
      const { statusCode = 0, body: answered = '' } = await ask('pushes', sent)
      expect(statusCode === 200 || (statusCode >= 400 && statusCode < 500)).toBe(true)
      expect(answered).not.toMatch(/node:internal|\.ts:\d+|at Object/)
      if (statusCode >= 400) ProblemDocument.parse(JSON.parse(answered))
    },
  )
  await fc.assert(property, { numRuns: FUZZ_RUNS, endOnFailure: false })
}, 60_000)
