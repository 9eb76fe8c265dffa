import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GOOGLE_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import { sha256Hex } from '../../shared/platforms/digest.ts'
import { type Ads, AT, clickIdIn, DAY, googleToken, KNOWN_PHONE, startAds } from './simulatedAds.ts'

const MINUTE = 60_000

let ads: Ads
let token: string
let gclid: string
beforeAll(async () => {
  ads = await startAds()
})
beforeEach(async () => {
  // Each test has the calls of a minute of its own.
  ads.pass(MINUTE)
  token = (await googleToken(ads)).access_token
  gclid = clickIdIn((await ads.click('google_ads')).landing)
})

let made = 0
const event = (more: object = {}) => ({
  transactionId: `cv_${made++}`,
  eventTimestamp: AT,
  eventSource: 'WEB',
  adIdentifiers: { gclid },
  ...more,
})

const DESTINATION = {
  reference: 'd1',
  operatingAccount: { accountType: 'GOOGLE_ADS', accountId: GOOGLE_ADS.customerId },
  productDestinationId: GOOGLE_ADS.conversionActionId,
}

const ingest = (events: unknown, more: object = {}, authorization = `Bearer ${token}`) => {
  const body = { destinations: [DESTINATION], events, encoding: 'HEX', validateOnly: false, ...more }
  return ads.send('POST', '/google_ads/v1/events:ingest', { body, headers: { authorization } })
}

const statusOf = async (requestId: string) => {
  const headers = { authorization: `Bearer ${token}` }
  const path = `/google_ads/v1/requestStatus:retrieve?requestId=${requestId}`
  const reply = await ads.send('GET', path, { headers })
  return (reply.json() as { requestStatusPerDestination: { requestStatus: string; errorInfo?: unknown }[] })
    .requestStatusPerDestination[0]
}

/** What became of events once Google worked on them. */
const outcomeOf = async (...events: object[]) => {
  const reply = await ingest(events)
  expect(reply.status).toBe(200)
  ads.pass(MINUTE)
  return statusOf((reply.json() as { requestId: string }).requestId)
}

const failedFor = (reason: string) => ({
  requestStatus: 'FAILED',
  errorInfo: { errorCounts: [{ recordCount: '1', reason: `PROCESSING_ERROR_REASON_${reason}` }] },
})

describe('events at the simulated Data Manager', () => {
  it('are taken with a request id, worked on for a while and then counted', async () => {
    const reply = await ingest([event(), event()])
    const { requestId } = reply.json() as { requestId: string }
    expect(await statusOf(requestId)).toEqual({ destination: DESTINATION, requestStatus: 'PROCESSING' })
    ads.pass(MINUTE)
    expect(await statusOf(requestId)).toEqual({
      destination: DESTINATION,
      requestStatus: 'SUCCESS',
      eventsIngestionStatus: { recordCount: '2' },
    })
    expect((await ads.conversions('google_ads'))[0]).toMatchObject({ counted: 1, attributedTo: 'click' })
  })

  it('already there are said to be so later, and count once', async () => {
    const sent = event()
    expect(await outcomeOf(sent)).toMatchObject({ requestStatus: 'SUCCESS' })
    expect(await outcomeOf(sent)).toMatchObject(failedFor('DUPLICATE_TRANSACTION_ID'))
    expect((await ads.conversions('google_ads'))[0]).toMatchObject({ offered: 2, counted: 1 })
  })

  it('fail by themselves later, where the call was in order', async () => {
    const ids = (name: string) => ({ adIdentifiers: { [name]: 'made-up' } })
    expect(await outcomeOf(event(ids('gclid')))).toMatchObject(failedFor('INVALID_GCLID'))
    expect(await outcomeOf(event(ids('gbraid')))).toMatchObject(failedFor('INVALID_GBRAID'))
    expect(await outcomeOf(event(ids('wbraid')), event())).toMatchObject({ requestStatus: 'PARTIAL_SUCCESS' })
    const denied = { consent: { adUserData: 'CONSENT_DENIED' } }
    expect(await outcomeOf(event(denied))).toMatchObject(failedFor('DENIED_CONSENT'))
    expect((await ads.conversions('google_ads'))[0]).toMatchObject({ counted: 0, withoutEffect: 'DENIED_CONSENT' })
  })

  it('of a click of more than 90 days ago are too old', async () => {
    const old = event()
    ads.pass(90 * DAY + 1000)
    token = (await googleToken(ads)).access_token
    expect(await outcomeOf(old)).toMatchObject(failedFor('EVENT_TOO_OLD'))
  })

  it('find a person by the digest of the phone with plus and country code', async () => {
    const user = (phone: string) => ({
      adIdentifiers: undefined,
      userData: { userIdentifiers: [{ phoneNumber: sha256Hex(phone) }] },
    })
    await ingest([event(user(`86${KNOWN_PHONE}`)), event(user(`+86${KNOWN_PHONE}`))])
    const [found, other] = await ads.conversions('google_ads')
    expect([found?.attributedTo, other?.attributedTo]).toEqual(['phone', 'nothing'])
  })

  it.each([
    ['a phone in the clear', { userData: { userIdentifiers: [{ phoneNumber: `+86${KNOWN_PHONE}` }] } }, 'userData'],
    ['11 identifiers', { userData: { userIdentifiers: Array(11).fill({ phoneNumber: 'a'.repeat(64) }) } }, 'userData'],
    ['neither click nor person', { adIdentifiers: undefined }, 'adIdentifiers'],
    ['Unix seconds', { eventTimestamp: 1_700_000_000 }, 'eventTimestamp'],
    ['a source that there is not', { eventSource: 'CRM' }, 'eventSource'],
    ['no transaction id', { transactionId: '' }, 'transactionId'],
    ['a value without its currency', { conversionValue: 1 }, 'currency'],
    ['a field that there is not', { orderId: 'x' }, 'events.1'],
  ])('are refused together for one with %s', async (_what, more, field) => {
    const before = (await ads.conversions('google_ads')).length
    const reply = await ingest([event(), event(more)])
    expect([reply.status, reply.json()]).toMatchObject([400, { error: { code: 400, status: 'INVALID_ARGUMENT' } }])
    expect(reply.text).toContain(field)
    expect(reply.text).not.toContain(KNOWN_PHONE)
    expect(await ads.conversions('google_ads')).toHaveLength(before)
  })

  it('come 2000 at a time and no more, and 300 calls in a minute', async () => {
    expect((await ingest(Array.from({ length: 2001 }, () => event()))).status).toBe(400)
    for (let calls = 1; calls < 300; calls++) await ingest([])
    const reply = await ingest([event()])
    expect([reply.status, reply.json()]).toMatchObject([429, { error: { status: 'RESOURCE_EXHAUSTED' } }])
  })

  it('are only tried out when asked so', async () => {
    const before = (await ads.conversions('google_ads')).length
    expect((await ingest([event()], { validateOnly: true })).status).toBe(200)
    expect(await ads.conversions('google_ads')).toHaveLength(before)
  })

  it.each([
    ['another account', { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1' } }, 403],
    ['an account id with hyphens', { operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '123-456-7890' } }, 400],
    ['another conversion action', { productDestinationId: '1' }, 403],
  ])('are refused for %s', async (_what, changes, status) => {
    expect((await ingest([event()], { destinations: [{ ...DESTINATION, ...changes }] })).status).toBe(status)
  })

  it('are refused without a token, and with one that has ended', async () => {
    const unauthenticated = [401, { error: { code: 401, status: 'UNAUTHENTICATED' } }]
    const forged = await ingest([event()], {}, 'Bearer x')
    expect([forged.status, forged.json()]).toMatchObject(unauthenticated)
    ads.pass(3_599_000)
    const late = await ingest([event()])
    expect([late.status, late.json()]).toMatchObject(unauthenticated)
  })
})

describe('access tokens of the simulated Google', () => {
  it('last an hour less a second', async () => {
    expect(await googleToken(ads)).toMatchObject({ status: 200, expires_in: 3599, token_type: 'Bearer' })
  })

  it.each([
    [{ client_secret: 'x' }, 401, 'invalid_client'],
    [{ refresh_token: 'x' }, 400, 'invalid_grant'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('are not given for %o', async (changes, status, error) => {
    expect(await googleToken(ads, changes as Record<string, string>)).toMatchObject({ status, error })
  })
})
