import { beforeAll, describe, expect, it } from 'vitest'
import { OCEAN_ENGINE } from '../../infra/local/simulators/ads/accounts.ts'
import { type Ads, AT, clickIdIn, DAY, startAds } from './simulatedAds.ts'

let ads: Ads
beforeAll(async () => {
  ads = await startAds()
})

const newClick = async (platform: string): Promise<string> => clickIdIn((await ads.click(platform)).landing)

describe('conversions at the simulated Ocean Engine', () => {
  const conversion = (callback: string, more: object = {}) => ({
    event_type: 'form',
    context: { ad: { callback, match_type: 0 } },
    timestamp: Date.parse(AT),
    ...more,
  })

  const report = async (raw: string, headers: Record<string, string> = {}) => {
    const reply = await ads.send('POST', '/ocean_engine/api/v2/conversion', { raw, headers })
    expect(reply.status).toBe(200)
    return reply.json() as { code: number; message: string }
  }

  it('are accepted by the click id of the page and count each time that they come', async () => {
    const sent = JSON.stringify(conversion(await newClick('ocean_engine')))
    expect(await report(sent)).toEqual({ code: 0, message: 'success' })
    await report(sent)
    expect((await ads.conversions('ocean_engine'))[0]).toMatchObject({
      action: 'form',
      offered: 2,
      counted: 2,
      attributedTo: 'click',
    })
  })

  it('are accepted with the published signature and refused with any other', async () => {
    const vector =
      '{"event_type":"form","context":{"ad":{"callback":"TESTCLICKID","match_type":0}},"timestamp":1700000000000}'
    const signature = '615329f39845fda61b921e7a5af83b5eb2cb3395b8226406d14984d8af225745'
    expect(OCEAN_ENGINE.token).toBe('ocean-secret')
    expect(await report(vector, { 'x-signature': signature })).toMatchObject({ code: 0 })
    expect(await report(`${vector} `, { 'x-signature': signature })).toMatchObject({ code: 1 })
    expect((await ads.conversions('ocean_engine'))[0]).toMatchObject({ offered: 1, attributedTo: 'nothing' })
  })

  it('of a click of more than 21 days ago are accepted without effect', async () => {
    const callback = await newClick('ocean_engine')
    ads.pass(21 * DAY + 1000)
    expect(await report(JSON.stringify(conversion(callback)))).toMatchObject({ code: 0 })
    expect((await ads.conversions('ocean_engine'))[0]).toMatchObject({ counted: 0, withoutEffect: 'click_too_old' })
  })

  it.each([
    ['an event that there is not', { event_type: 'disbursed' }],
    ['no callback', { context: { ad: { match_type: 0 } } }],
    ['an empty callback', { context: { ad: { callback: '' } } }],
    ['another way of matching', { context: { ad: { callback: 'x', match_type: 3 } } }],
    ['an IMEI in the clear', { context: { ad: { callback: 'x' }, device: { imei: '860000000000001' } } }],
    ['seconds', { timestamp: 1_700_000_000 }],
    ['half a fen', { properties: { pay_amount: 0.5 } }],
    ['a quality of 4', { event_type: 'loan_credit', properties: { people_quality: 4 } }],
    ['the quality of people who left a form', { properties: { people_quality: 1 } }],
  ])('are refused inside HTTP 200 with %s', async (_what, more) => {
    expect((await report(JSON.stringify(conversion('x', more)))).code).not.toBe(0)
  })

  it('are refused when they are no JSON', async () => {
    expect((await report('{')).code).not.toBe(0)
  })
})

describe('conversions at the simulated Kuaishou', () => {
  const activate = async (more: Record<string, string>) => {
    const query = new URLSearchParams({ event_type: '9', event_time: String(Date.parse(AT)), ...more })
    const reply = await ads.send('GET', `/kuaishou/track/activate?${query}`)
    expect(reply.status).toBe(200)
    return reply.json() as { result: number; error_msg?: string }
  }

  it('are accepted by the callback of the page and count each time that they come', async () => {
    const callback = await newClick('kuaishou')
    expect(await activate({ callback })).toEqual({ result: 1, 'host-name': 'simulated-kuaishou' })
    await activate({ callback })
    expect((await ads.conversions('kuaishou'))[0]).toMatchObject({
      action: '9',
      offered: 2,
      counted: 2,
      fields: { callback, event_type: '9', event_time: String(Date.parse(AT)) },
    })
  })

  it('are refused when the callback was changed', async () => {
    const callback = `${(await newClick('kuaishou')).slice(0, -1)}%`
    expect(await activate({ callback })).toMatchObject({ error_msg: 'callbackinfo decoded failure' })
  })

  it.each([
    ['an event that there is not', { event_type: '999' }],
    ['seconds', { event_time: '1700000000' }],
    ['no time', { event_time: '' }],
    ['a payment without its amount', { event_type: '3' }],
    ['an amount in tenths of a fen', { event_type: '3', purchase_amount: '1.001' }],
    ['a threshold event without its reason', { event_type: '120' }],
    ['a parameter that it does not know', { os: '0' }],
  ])('are refused inside HTTP 200 with %s', async (_what, more) => {
    const { result, error_msg } = await activate({ callback: await newClick('kuaishou'), ...(more as object) })
    expect(result).not.toBe(1)
    expect(error_msg).toMatch(/ is invalid$/)
  })

  it('of a payment are accepted with its yuan', async () => {
    const paid = { callback: await newClick('kuaishou'), event_type: '3', purchase_amount: '12.34' }
    expect(await activate(paid)).toMatchObject({ result: 1 })
  })
})
