import { describe, expect, it } from 'vitest'
import { wayFor } from '../../../shared/platforms/conversions/adapters.ts'
import { kuaishou } from '../../../shared/platforms/conversions/kuaishou.ts'
import { oceanEngine } from '../../../shared/platforms/conversions/oceanEngine.ts'
import { oceanEngineByClue } from '../../../shared/platforms/conversions/oceanEngineClue.ts'
import { isPublicAddress, partner } from '../../../shared/platforms/conversions/partner.ts'
import { isSignedWebhook } from '../../../shared/platforms/standardWebhooks.ts'
import { ATTEMPT, answered, click, conversion, several } from './conversionEvents.ts'

const one = several(1, {})
const bodyOf = ({ body }: { body?: string }) => JSON.parse(body ?? '')

describe('a conversion for Ocean Engine', () => {
  const event = conversion({ ...click({ clickid: 'TESTCLICKID' }), action: 'form' })

  it('tells the click and the time in milliseconds', () => {
    const request = oceanEngine.buildRequest([event], {}, {}, ATTEMPT)
    expect(request).toMatchObject({ url: 'https://analytics.oceanengine.com/api/v2/conversion', method: 'POST' })
    expect(request.body).toBe(
      '{"event_type":"form","context":{"ad":{"callback":"TESTCLICKID","match_type":0}},"timestamp":1700000000000}',
    )
    expect(request.headers).not.toHaveProperty('x-signature')
  })

  it('is signed where a secret was agreed, as the vector is', () => {
    const { headers } = oceanEngine.buildRequest([event], { token: 'ocean-secret' }, {}, ATTEMPT)
    expect(headers['x-signature']).toBe('615329f39845fda61b921e7a5af83b5eb2cb3395b8226406d14984d8af225745')
  })

  it('takes the callback of the monitor before the click id of the page, and tells money in fen', () => {
    const credited = {
      ...click({ clickid: 'page' }, 'monitor'),
      action: 'loan_credit',
      valueFen: 5_000_000,
      quality: 2 as const,
    }
    const body = bodyOf(oceanEngine.buildRequest([conversion(credited)], {}, {}, ATTEMPT))
    expect(body.context.ad.callback).toBe('monitor')
    expect(body.properties).toEqual({ pay_amount: 5_000_000, people_quality: 2 })
  })

  it('grades nobody by an event that is not of credit', () => {
    const drawn = { ...click({ clickid: 'x' }), action: 'loan', quality: 2 as const }
    const propertiesOf = (more: object) =>
      bodyOf(oceanEngine.buildRequest([conversion({ ...drawn, ...more })], {}, {}, ATTEMPT)).properties
    expect([propertiesOf({}), propertiesOf({ valueFen: 1 })]).toEqual([undefined, { pay_amount: 1 }])
  })

  it.each([
    ['click_id_missing', { action: 'form' }],
    ['action_invalid', { ...click({ clickid: 'x' }), action: '3' }],
    ['retraction_unsupported', { ...click({ clickid: 'x' }), action: 'form', retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }],
  ])('is never sent: %s', (reason, more) => {
    expect(oceanEngine.unfit(conversion(more), {})).toBe(reason)
  })

  it.each([
    [{ code: 0, message: 'success' }, {}, { status: 'accepted' }],
    [{ code: 1 }, {}, { status: 'rejected', reason: 'code_1' }],
    [{ code: 128 }, {}, { status: 'rejected', reason: 'code_128' }],
    [{ code: 128 }, { acceptsCode128: true }, { status: 'accepted' }],
    ['{}', {}, { status: 'retry', reason: 'answer_unreadable' }],
  ])('is answered %j with settings %j', (body, settings, verdict) => {
    expect(oceanEngine.readAnswer(answered(body), one, settings)).toEqual([verdict])
  })

  it('is tried again when the server fails', () => {
    expect(oceanEngine.readAnswer(answered('', 500), one, {})).toEqual([{ status: 'retry', reason: 'http_500' }])
  })
})

describe('what became of a lead of a form of Ocean Engine', () => {
  const account = { advertiserId: '1700000000000000001', accessToken: 'secret' }
  const event = conversion({ platformLeadId: '7000000000000000001', action: '194' })

  it('is told by the id of the lead, with the token of the marketing API', () => {
    const request = oceanEngineByClue.buildRequest([event], account, {}, ATTEMPT)
    expect(request).toMatchObject({
      url: 'https://ad.oceanengine.com/open_api/2/tools/clue/callback/',
      headers: { 'access-token': 'secret' },
    })
    expect(request.body).toBe(
      '{"advertiser_ids":[1700000000000000001],"clue_id":"7000000000000000001","clue_convert_state":194,"source":0}',
    )
  })

  it.each([
    ['clue_missing', { platformLeadId: undefined }, account],
    ['access_token_missing', {}, { ...account, accessToken: undefined }],
    ['access_token_missing', {}, { ...account, advertiserId: '1]' }],
    ['action_invalid', { action: 'form' }, account],
    ['retraction_unsupported', { retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }, account],
  ])('is never told: %s', (reason, more, by) => {
    expect(oceanEngineByClue.unfit({ ...event, ...more }, by)).toBe(reason)
  })

  it.each([
    [{ code: 0 }, { status: 'accepted' }],
    [{ code: 40001 }, { status: 'rejected', reason: 'code_40001' }],
    [{ code: 40102 }, { status: 'token_expired' }],
    [{ code: 40104 }, { status: 'token_expired' }],
    [{ code: 40105 }, { status: 'token_expired' }],
    [{ code: 40100 }, { status: 'retry', reason: 'code_40100' }],
    [{ code: 50000 }, { status: 'retry', reason: 'code_50000' }],
    ['', { status: 'retry', reason: 'answer_unreadable' }],
  ])('is answered %j', (body, verdict) => {
    expect(oceanEngineByClue.readAnswer(answered(body), one, {})).toEqual([verdict])
  })
})

describe('a conversion for Kuaishou', () => {
  const urlOf = (more: Parameters<typeof conversion>[0]) =>
    kuaishou.buildRequest([conversion({ action: '9', ...more })], {}, {}, ATTEMPT).url

  it('is a GET with its token unchanged and the time in milliseconds', () => {
    expect(kuaishou.buildRequest([conversion({ ...click({}, 'Tk+/=_9'), action: '9' })], {}, {}, ATTEMPT)).toEqual({
      url: 'https://ad.partner.gifshow.com/track/activate?callback=Tk%2B%2F%3D_9&event_type=9&event_time=1700000000000',
      method: 'GET',
      headers: {},
    })
  })

  it('goes to the address that was its callback, or the token of the landing page', () => {
    const address = 'https://ad.partner.gifshow.com/track/activate?callback=Tk'
    const rest = '&event_type=9&event_time=1700000000000'
    expect(urlOf(click({}, address))).toBe(address + rest)
    expect(urlOf(click({ callback: 'Tk' }))).toBe(address + rest)
  })

  it('tells money in yuan with two decimals', () => {
    expect(urlOf({ ...click({}, 'Tk'), valueFen: 1234 })).toMatch(/&purchase_amount=12\.34$/)
  })

  it.each([
    ['callback_missing', {}],
    ['callback_foreign', click({}, 'https://evil.example/track/activate?callback=x')],
    ['callback_foreign', click({}, 'https://ad.partner.gifshow.com/track/activate')],
    ['action_invalid', { ...click({}, 'Tk'), action: '9&x=1' }],
    ['amount_missing', { ...click({}, 'Tk'), action: '3' }],
    ['retraction_unsupported', { ...click({}, 'Tk'), retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }],
  ])('is never sent: %s', (reason, more) => {
    expect(kuaishou.unfit(conversion({ action: '9', ...more }), {})).toBe(reason)
  })

  it.each([
    [{ result: 1, 'host-name': 'x' }, { status: 'accepted' }],
    [
      { result: 0, error_msg: 'callbackinfo decoded failure' },
      { status: 'rejected', reason: 'code_0' },
    ],
    [{ error_msg: 'x' }, { status: 'retry', reason: 'answer_unreadable' }],
  ])('is answered %j', (body, verdict) => {
    expect(kuaishou.readAnswer(answered(body), one, {})).toEqual([verdict])
  })
})

describe('a conversion for a partner', () => {
  const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='
  const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const account = { url: 'https://hooks.partner.example/tuoke', secret: SECRET, previousSecret: OLD }
  const event = conversion({ ...click({ gclid: 'g1' }), action: 'lead.captured', phone: '13800138000' })
  const request = partner.buildRequest([event], account, {}, ATTEMPT)

  it('is a signed message that names no person', () => {
    expect(bodyOf(request)).toEqual({
      type: 'lead.captured',
      timestamp: event.at,
      data: { conversionId: event.id, milestone: 'captured', clickIds: { gclid: 'g1' } },
    })
    expect(request.headers['webhook-id']).toBe(event.id)
  })

  it.each([SECRET, OLD])('is verified by each secret while one takes the place of another', (secret) => {
    expect(isSignedWebhook([secret], new Headers(request.headers), request.body ?? '', ATTEMPT.now)).toBe(true)
  })

  it.each([
    [204, { status: 'accepted' }],
    [302, { status: 'retry', reason: 'http_302' }],
    [400, { status: 'retry', reason: 'http_400' }],
    [410, { status: 'rejected', reason: 'gone' }],
    [429, { status: 'retry', reason: 'http_429' }],
    [502, { status: 'retry', reason: 'http_502' }],
    [504, { status: 'retry', reason: 'http_504' }],
  ])('is answered %i', (status, verdict) => {
    expect(partner.readAnswer(answered('', status), one, {})).toEqual([verdict])
  })

  it.each([
    'http://hooks.partner.example/',
    'https://10.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://localhost/',
    'https://localhost./',
    'https://db.internal/',
    'https://printer.local./',
    'https://user@hooks.partner.example/',
    'https://hooks.partner.example:8443/',
    'hooks.partner.example',
  ])('never goes to %s', (url) => {
    expect(isPublicAddress(url)).toBe(false)
    expect(partner.unfit(event, { ...account, url })).toBe('address_not_public')
  })
})

describe('the way of a conversion', () => {
  const tencent = { accountId: '1', accessToken: 't', userActionSetId: '2' }
  const CALLBACK = 'https://api.e.qq.com/conv?cb=1'

  it('at Tencent Ads is the callback, else the click id', () => {
    const pageUrl = 'https://h5.example.com/loan'
    const idOf = (more: Parameters<typeof conversion>[0]) =>
      wayFor('tencent_ads', conversion({ pageUrl, ...more }), tencent)
    expect(idOf(click({ gdt_vid: 'x' }, CALLBACK))).toMatchObject({ way: { id: 'tencent_ads.callback' } })
    expect(idOf(click({ gdt_vid: 'x' }))).toMatchObject({ way: { id: 'tencent_ads.click_id' } })
    expect(idOf({})).toEqual({ unfit: ['callback_missing', 'click_id_missing'] })
    expect(idOf(click({}, 'https://evil.example/conv'))).toEqual({ unfit: ['callback_foreign', 'click_id_missing'] })
  })

  it('at Baidu is the callback, the upload or the taking back', () => {
    const paged = { ...click({ bd_vid: 'v' }), pageUrl: 'https://h5.example.com/loan', action: '3' }
    const called = { ...click({}, 'https://ocpc.baidu.com/ocpcapi/cb/actionCb?a=1'), action: 'activate' }
    const account = { token: 't', akey: 'k' }
    expect(wayFor('baidu', conversion(paged), account)).toMatchObject({ way: { id: 'baidu.upload' } })
    expect(wayFor('baidu', conversion({ ...paged, retracts: 'cv_bbbbbbbbbbbbbbbbbbbb' }), account)).toMatchObject({
      way: { id: 'baidu.invalid' },
    })
    expect(wayFor('baidu', conversion(called), account)).toMatchObject({ way: { id: 'baidu.callback' } })
  })
})
