import { beforeAll, describe, expect, it } from 'vitest'
import type { Told } from '../../infra/local/simulators/ads/adPlatform.ts'
import { Postback } from '../../shared/domain/postback.ts'
import { isSignedPostback } from '../../shared/platforms/partners/postback.ts'
import { isSignedWebhook } from '../../shared/platforms/standardWebhooks.ts'
import { type Ads, startAds } from './simulatedAds.ts'

let ads: Ads
beforeAll(async () => {
  ads = await startAds()
})

/** The published message and its signature, which is of this moment. */
const ID = 'msg_test_0001'
const SIGNATURE = 'v1,tUX8nt7Eko3tDzG88om1UbUA/r9INFjRYirJp010d1k='
const BODY =
  '{"type":"application.approved","timestamp":"2023-11-14T22:13:20.000Z","data":{"application_id":"app_0001"}}'

const receive = (changes: Record<string, string> = {}, raw = BODY) => {
  const signed = { 'webhook-id': ID, 'webhook-timestamp': '1700000000', 'webhook-signature': SIGNATURE }
  return ads.send('POST', '/partner/webhooks', { raw, headers: { ...signed, ...changes } })
}

describe('messages to the simulated partner', () => {
  it('are taken with the published signature, and once for one id', async () => {
    for (let times = 0; times < 2; times++) expect((await receive()).status).toBe(204)
    expect(await ads.conversions('partner')).toMatchObject([
      { key: ID, action: 'application.approved', offered: 2, counted: 1, fields: JSON.parse(BODY) },
    ])
  })

  it('are taken when one of several signatures is right', async () => {
    expect((await receive({ 'webhook-signature': `v1,AAAA v1a,BBBB ${SIGNATURE}` })).status).toBe(204)
  })

  it.each([
    ['another signature', { 'webhook-signature': 'v1,AAAA' }],
    ['none', { 'webhook-signature': '' }],
    ['another id', { 'webhook-id': 'msg_test_0002' }],
    ['an id with a dot', { 'webhook-id': 'msg.test' }],
    ['another time', { 'webhook-timestamp': '1700000001' }],
  ])('are refused with %s', async (_what, changes) => {
    expect((await receive(changes)).status).toBe(401)
  })

  it('are refused when they were changed, and 5 minutes after they were signed', async () => {
    expect((await receive({}, `${BODY} `)).status).toBe(401)
    ads.pass(301_000)
    expect((await receive()).status).toBe(401)
    ads.pass(-301_000)
  })
})

describe('what the simulated partner reports', () => {
  const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
  const input = { partnerId: 'pt_media', secret, event: 'registered', clickId: 'c/1 2', amountFen: 1200 }

  it('by GET is a query signed as it is sent', async () => {
    ads.heard()
    await ads.act('ads/postback', input)
    const [heard] = ads.heard()
    expect(heard).toMatchObject({ method: 'GET', path: '/v1/in/partners/pt_media/conversions' })
    if (!heard) throw new Error('nothing was heard')
    const { method, path, rawQuery, query } = heard
    expect(isSignedPostback([secret], { method, path, query: rawQuery, sent: null, now: ads.now() })).toBe(true)
    const { ts: _, sign: __, ...told } = Object.fromEntries(query)
    expect(Postback.parse(told)).toEqual({ event: 'registered', clickId: 'c/1 2', amountFen: 1200 })
  })

  it('by POST is a message of Standard Webhooks with one id and a time per attempt', async () => {
    ads.plan({ status: 503 })
    await ads.act('ads/postback', { ...input, method: 'POST' })
    const heard = ads.heard()
    expect(new Set(heard.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(heard).toHaveLength(2)
    for (const { headers, body } of heard) {
      expect(isSignedWebhook([secret], headers, body, ads.now())).toBe(true)
      expect(Postback.parse(JSON.parse(body))).toEqual({ event: 'registered', clickId: 'c/1 2', amountFen: 1200 })
    }
  })

  it('comes as often as asked, and not again after it was refused', async () => {
    ads.plan({ status: 422 }, { status: 200 })
    const { attempts } = await ads.act<Told>('ads/postback', { ...input, times: 2 })
    expect(attempts.map(({ status }) => status)).toEqual([422, 200])
  })
})
