import { describe, expect, it } from 'vitest'
import { Postback } from '../../../shared/domain/postback.ts'
import { isSignedPostback, postbackSignature } from '../../../shared/platforms/partners/postback.ts'
import { isSignedWebhook, webhookHeaders, webhookSignature } from '../../../shared/platforms/standardWebhooks.ts'

const NOW = new Date('2023-11-14T22:13:20.000Z')

describe('a postback by query', () => {
  const SECRET = 'partner-secret'
  const query = 'click_id=c1&payout=10.00&status=approved&ts=1700000000'
  const SIGN = '3504ded4c252f8a5aae3c9345feb749ebaae6c0552cb887445659315c1f72402'
  const request = { method: 'GET', path: '/postback', query, sent: SIGN as string | null, now: NOW }
  const isSigned = (more: Partial<typeof request>) => isSignedPostback([SECRET], { ...request, ...more })
  const signed = (text: string) => `${text}&sign=${postbackSignature(SECRET, { ...request, query: text })}`

  it('is signed as the vector is, in whatever order its parameters come', () => {
    expect(postbackSignature(SECRET, request)).toBe(SIGN)
    expect(isSigned({})).toBe(true)
    expect(isSigned({ query: query.split('&').reverse().join('&') })).toBe(true)
  })

  it('may carry its signature in the query, where no header can be set', () => {
    expect(isSigned({ query: signed(query), sent: null })).toBe(true)
    expect(isSigned({ query: `sign=${SIGN.toUpperCase()}&${query}`, sent: null })).toBe(true)
  })

  it('is verified by each secret while one takes the place of another', () => {
    expect(isSignedPostback(['new', SECRET], request)).toBe(true)
    expect(isSignedPostback([], request)).toBe(false)
  })

  it.each([
    ['no signature', { sent: null }],
    ['an empty signature', { sent: '' }],
    ['another method', { method: 'POST' }],
    ['another path', { path: '/postback/' }],
    ['another amount', { query: query.replace('10.00', '99.00') }],
    ['a parameter more', { query: `${query}&x=1` }],
    ['a clock 5 minutes late', { now: new Date(NOW.getTime() + 300_001) }],
    ['a clock 5 minutes early', { now: new Date(NOW.getTime() - 300_001) }],
    ['no time', { query: signed('click_id=c1'), sent: null }],
    ['a time in milliseconds', { query: signed('click_id=c1&ts=1700000000000'), sent: null }],
    ['a name twice', { query: signed('click_id=c1&click_id=c2&ts=1700000000'), sent: null }],
    ['a name twice, once encoded', { query: signed('click_id=c1&click%5Fid=c2&ts=1700000000'), sent: null }],
  ])('is refused with %s', (_what, more) => {
    expect(isSigned(more)).toBe(false)
  })
})

describe('what a postback says', () => {
  it('is read from a query and from JSON', () => {
    const said = { clickId: 'c1', event: 'credited', at: '2023-11-15T06:13:20+08:00' }
    const read = { ...said, at: '2023-11-14T22:13:20.000Z', amountFen: 1000 }
    expect(Postback.parse({ ...said, amountFen: '1000', ts: '1', sign: 'x' })).toEqual(read)
    expect(Postback.parse({ ...said, amountFen: 1000 })).toEqual(read)
  })

  it.each([
    { event: 'credited' },
    { clickId: 'c1' },
    { clickId: '', event: 'credited' },
    { clickId: 'x'.repeat(256), event: 'credited' },
    { leadId: 'ld_1', event: 'credited' },
    { clickId: 'c1', event: 'paid' },
    { clickId: 'c1', event: 'credited', at: 'yesterday' },
    { clickId: 'c1', event: 'credited', amountFen: '10.00' },
    { clickId: 'c1', event: 'credited', amountFen: '-1' },
    { clickId: 'c1', event: 'credited', amountFen: 1.5 },
    { clickId: 'c1', event: 'credited', amountFen: 10_000_000_001 },
  ])('is refused as %j', (said) => {
    expect(Postback.safeParse(said).success).toBe(false)
  })
})

describe('Standard Webhooks', () => {
  const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
  const OTHER = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const BODY =
    '{"type":"application.approved","timestamp":"2023-11-14T22:13:20.000Z","data":{"application_id":"app_0001"}}'
  const message = { id: 'msg_test_0001', timestamp: '1700000000', body: BODY }
  const isSigned = (more: Record<string, string>, body = BODY, now = NOW) =>
    isSignedWebhook([SECRET], new Headers({ ...webhookHeaders([SECRET], message), ...more }), body, now)

  it('sign as the vectors do', () => {
    expect(webhookSignature(SECRET, message)).toBe('v1,tUX8nt7Eko3tDzG88om1UbUA/r9INFjRYirJp010d1k=')
    const published = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' }
    expect(webhookSignature(OTHER, published)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('are verified when any of the signatures is ours', () => {
    expect(isSigned({})).toBe(true)
    const both = `v1a,xyz ${webhookSignature(OTHER, message)} ${webhookSignature(SECRET, message)}`
    expect(isSigned({ 'webhook-signature': both })).toBe(true)
  })

  it.each([
    ['another body', {}, `${BODY} `, NOW],
    ['another id', { 'webhook-id': 'msg_2' }, BODY, NOW],
    ['no id, though it is signed', webhookHeaders([SECRET], { ...message, id: '' }), BODY, NOW],
    ['another time', { 'webhook-timestamp': '1700000001' }, BODY, NOW],
    ['a strange time', { 'webhook-timestamp': '1.7e9' }, BODY, NOW],
    ['no signature', { 'webhook-signature': '' }, BODY, NOW],
    [
      'the digest of another version',
      { 'webhook-signature': webhookSignature(SECRET, message).replace('v1', 'v2') },
      BODY,
      NOW,
    ],
    ['the signature of another', { 'webhook-signature': webhookSignature(OTHER, message) }, BODY, NOW],
    ['a clock 5 minutes late', {}, BODY, new Date(NOW.getTime() + 300_001)],
    ['a clock 5 minutes early', {}, BODY, new Date(NOW.getTime() - 300_001)],
  ])('are refused with %s', (_what, more, body, now) => {
    expect(isSigned(more, body, now)).toBe(false)
  })

  it('are verified up to 5 minutes either way', () => {
    expect(isSigned({}, BODY, new Date(NOW.getTime() + 300_000))).toBe(true)
    expect(isSigned({}, BODY, new Date(NOW.getTime() - 300_000))).toBe(true)
  })
})
