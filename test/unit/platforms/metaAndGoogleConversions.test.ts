import { describe, expect, it } from 'vitest'
import { googleAds } from '../../../shared/platforms/conversions/googleAds.ts'
import { meta } from '../../../shared/platforms/conversions/meta.ts'
import { ATTEMPT, answered, click, conversion, several } from './conversionEvents.ts'

const one = several(1, {})
const three = several(3, {})
const bodyOf = ({ body }: { body?: string }) => JSON.parse(body ?? '')
const all = (verdict: object) => [verdict, verdict, verdict]

describe('conversions for Meta', () => {
  const account = { pixelId: '123', accessToken: 'secret' }
  const lead = { ...click({ fbclid: 'IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk' }), action: 'Lead' }

  it('tell the click as Meta writes it, and the phone hashed with its country code', () => {
    const event = conversion({ ...lead, phone: '13800138000', valueFen: 1_000_000 })
    const request = meta.buildRequest([event], account, { testEventCode: 'TEST1' }, ATTEMPT)
    expect(request.url).toBe('https://graph.facebook.com/v23.0/123/events?access_token=secret')
    expect(bodyOf(request)).toEqual({
      data: [
        {
          event_name: 'Lead',
          event_time: 1_700_000_000,
          event_id: event.id,
          action_source: 'system_generated',
          user_data: {
            ph: ['bf08aacce7f9b2452863cf99373043c3333f0e3127f1f787c4abb46ab6cf2b83'],
            fbc: 'fb.1.1700000000000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk',
          },
          custom_data: { value: 10_000, currency: 'CNY' },
        },
      ],
      test_event_code: 'TEST1',
    })
  })

  it('of a form of its own are told as stages of a CRM', () => {
    const request = meta.buildRequest(
      [conversion({ action: 'credited', platformLeadId: '444444444444444' })],
      account,
      { graphVersion: 'v24.0' },
      ATTEMPT,
    )
    expect(request.url).toContain('/v24.0/')
    expect(bodyOf(request).data[0]).toMatchObject({
      user_data: { lead_id: '444444444444444' },
      custom_data: { event_source: 'crm', lead_event_source: 'Tuoke' },
    })
  })

  it.each([
    ['click_id_missing', { action: 'Lead' }],
    ['click_id_missing', { action: 'Lead', platformLeadId: '12' }],
    ['action_invalid', { ...lead, action: 'Lead!' }],
    ['retraction_unsupported', { ...lead, retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }],
  ])('are never sent: %s', (reason, more) => {
    expect(meta.unfit(conversion(more), account)).toBe(reason)
  })

  it.each([
    [200, { events_received: 3, messages: [] }, { status: 'accepted' }],
    [200, { events_received: 2 }, { status: 'whole_batch', reason: 'not_all_received' }],
    [200, {}, { status: 'retry', reason: 'answer_unreadable' }],
    [400, { error: { code: 100, error_subcode: 2804003 } }, { status: 'whole_batch', reason: 'code_100.2804003' }],
    [400, { error: { code: 190 } }, { status: 'token_expired' }],
    [400, { error: { code: 200 } }, { status: 'rejected', reason: 'code_200' }],
    [400, { error: { code: 4 } }, { status: 'retry', reason: 'code_4' }],
    [400, { error: { code: 80004 } }, { status: 'retry', reason: 'code_80004' }],
    [500, { error: { code: 999, is_transient: true } }, { status: 'retry', reason: 'code_999' }],
    [400, 'no json', { status: 'whole_batch', reason: 'http_400' }],
    [503, '', { status: 'retry', reason: 'http_503' }],
  ])('are answered %i %j', (status, body, verdict) => {
    expect(meta.readAnswer(answered(body, status), three, {})).toEqual(all(verdict))
  })
})

describe('conversions for Google', () => {
  const account = { customerId: '123-456-7890', conversionActionId: '42', accessToken: 'secret' }

  it('name the account without hyphens, the click, and the phone hashed in E.164', () => {
    const event = conversion({ ...click({ wbraid: 'w1' }), phone: '13800138000', valueFen: 100 })
    const request = googleAds.buildRequest([event], account, {}, ATTEMPT)
    expect(request).toMatchObject({
      url: 'https://datamanager.googleapis.com/v1/events:ingest',
      headers: { authorization: 'Bearer secret' },
    })
    expect(bodyOf(request)).toEqual({
      destinations: [
        {
          reference: 'd1',
          operatingAccount: { accountType: 'GOOGLE_ADS', accountId: '1234567890' },
          productDestinationId: '42',
        },
      ],
      events: [
        {
          transactionId: event.id,
          eventTimestamp: event.at,
          eventSource: 'WEB',
          adIdentifiers: { wbraid: 'w1' },
          userData: {
            userIdentifiers: [{ phoneNumber: 'ec61f3c620a98bdead8c1f1f0ae747abd1b62a0c2dba4fd4bc22cf0d1d8653e5' }],
          },
          conversionValue: 1,
          currency: 'CNY',
          consent: { adUserData: 'CONSENT_GRANTED' },
        },
      ],
      encoding: 'HEX',
      validateOnly: false,
    })
  })

  it.each([
    [{ gclid: 'g', gbraid: 'b', wbraid: 'w' }, { gclid: 'g' }],
    [{ gbraid: 'b', wbraid: 'w' }, { gbraid: 'b' }],
  ])('of a click with %j name one id', (ids, told) => {
    expect(
      bodyOf(googleAds.buildRequest([conversion(click(ids))], account, {}, ATTEMPT)).events[0].adIdentifiers,
    ).toEqual(told)
  })

  it('are never sent without a click and a phone', () => {
    expect(googleAds.unfit(conversion({}), account)).toBe('click_id_missing')
    expect(
      googleAds.unfit(conversion({ ...click({ gclid: 'x' }), retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }), account),
    ).toBe('retraction_unsupported')
  })

  it.each([
    [200, { requestId: 'r1' }, { status: 'sent', reference: 'r1', askAfterSeconds: 1800 }],
    [
      400,
      { error: { code: 400, status: 'INVALID_ARGUMENT' } },
      { status: 'whole_batch', reason: 'code_INVALID_ARGUMENT' },
    ],
    [401, { error: { status: 'UNAUTHENTICATED' } }, { status: 'token_expired' }],
    [403, { error: { status: 'PERMISSION_DENIED' } }, { status: 'rejected', reason: 'code_PERMISSION_DENIED' }],
    [409, { error: { status: 'ALREADY_EXISTS' } }, { status: 'whole_batch', reason: 'code_ALREADY_EXISTS' }],
    [429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { status: 'retry', reason: 'code_RESOURCE_EXHAUSTED' }],
    [503, { error: { status: 'UNAVAILABLE' } }, { status: 'retry', reason: 'code_UNAVAILABLE' }],
    [404, '<html>', { status: 'rejected', reason: 'http_404' }],
    [413, '<html>', { status: 'whole_batch', reason: 'http_413' }],
    [200, {}, { status: 'retry', reason: 'answer_unreadable' }],
  ])('are answered %i %j', (status, body, verdict) => {
    expect(googleAds.readAnswer(answered(body, status), three, {})).toEqual(all(verdict))
  })

  it('that were taken are asked about with the same token', () => {
    expect(googleAds.later?.buildRequest('r 1', account)).toEqual({
      url: 'https://datamanager.googleapis.com/v1/requestStatus:retrieve?requestId=r%201',
      method: 'GET',
      headers: { authorization: 'Bearer secret' },
    })
    const verdicts = googleAds.readAnswer(answered({ requestId: 'r1' }), one, { asksAfterSeconds: 60 })
    expect(verdicts).toEqual([{ status: 'sent', reference: 'r1', askAfterSeconds: 60 }])
  })

  const became = (requestStatus: string, ...reasons: string[]) => ({
    requestStatusPerDestination: [
      {
        requestStatus,
        errorInfo: {
          errorCounts: reasons.map((reason) => ({ reason: `PROCESSING_ERROR_REASON_${reason}`, recordCount: '1' })),
        },
      },
    ],
  })
  const REPEATED = 'DUPLICATE_TRANSACTION_ID'

  it.each([
    [200, became('PROCESSING'), { status: 'pending' }],
    [200, became('REQUEST_STATUS_UNKNOWN'), { status: 'pending' }],
    [200, {}, { status: 'pending' }],
    [503, '', { status: 'pending' }],
    [429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { status: 'pending' }],
    [401, { error: { status: 'UNAUTHENTICATED' } }, { status: 'token_expired' }],
    [404, { error: { status: 'NOT_FOUND' } }, { status: 'retry', reason: 'code_NOT_FOUND' }],
    [200, { requestStatusPerDestination: [{ requestStatus: 'SUCCESS' }] }, { status: 'accepted' }],
    [200, became('FAILED', REPEATED), { status: 'accepted' }],
    [200, became('PARTIAL_SUCCESS', REPEATED), { status: 'accepted' }],
    [200, became('FAILED', 'EVENT_TOO_OLD'), { status: 'rejected', reason: 'code_EVENT_TOO_OLD' }],
    [200, became('FAILURE', 'INTERNAL_ERROR'), { status: 'retry', reason: 'code_INTERNAL_ERROR' }],
    [200, became('FAILED'), { status: 'rejected', reason: 'code_UNSPECIFIED' }],
    [200, became('FAILED', 'INVALID_GCLID', REPEATED), { status: 'apart', reason: 'code_INVALID_GCLID' }],
    [200, became('FAILED', 'INVALID_GCLID', 'EVENT_TOO_OLD'), { status: 'apart', reason: 'code_INVALID_GCLID' }],
    [200, became('PARTIAL_SUCCESS', 'INVALID_GCLID'), { status: 'apart', reason: 'code_INVALID_GCLID' }],
  ])('became what %i %j says', (status, body, verdict) => {
    expect(googleAds.later?.readAnswer(answered(body, status))).toEqual(verdict)
  })

  it('that it has already are accepted', () => {
    expect(googleAds.readAnswer(answered({ error: { status: 'ALREADY_EXISTS' } }, 409), one, {})).toEqual([
      { status: 'accepted' },
    ])
  })
})
