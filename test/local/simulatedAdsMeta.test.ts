import { beforeAll, describe, expect, it } from 'vitest'
import { META } from '../../infra/local/simulators/ads/accounts.ts'
import { sha256Hex } from '../../shared/platforms/digest.ts'
import { type Ads, clickIdIn, DAY, KNOWN_PHONE, startAds } from './simulatedAds.ts'

let ads: Ads
let fbc: string
beforeAll(async () => {
  ads = await startAds()
  fbc = `fb.1.1700000000000.${clickIdIn((await ads.click('meta')).landing)}`
})

const event = (more: object = {}) => ({
  event_name: 'Lead',
  event_time: Math.floor(ads.now().getTime() / 1000),
  event_id: 'cv_1',
  action_source: 'system_generated',
  user_data: { fbc },
  ...more,
})

const report = (
  data: unknown,
  { token = META.accessToken as string, pixel = META.pixelId as string, more = {} } = {},
) => ads.send('POST', `/meta/v23.0/${pixel}/events?access_token=${token}`, { body: { data, ...more } })

const kept = async () => ads.conversions('meta')

describe('events at the simulated Meta', () => {
  it('are accepted with the documented answer and found by click, lead or phone', async () => {
    const byPhone = { event_id: 'phone', user_data: { ph: [sha256Hex(`86${KNOWN_PHONE}`)] } }
    const otherForm = { event_id: 'other', user_data: { ph: sha256Hex(KNOWN_PHONE) } }
    const reply = await report([event(), event(byPhone), event(otherForm)])
    expect(reply.status).toBe(200)
    expect(reply.json()).toEqual({ events_received: 3, messages: [], fbtrace_id: expect.any(String) })
    const found = (await kept()).map(({ key, attributedTo }) => [key, attributedTo])
    expect(found).toEqual([
      ['Lead/other', 'nothing'],
      ['Lead/phone', 'phone'],
      ['Lead/cv_1', 'click'],
    ])
  })

  it('are known for 48 hours by name and id, and count again after that', async () => {
    const more = { event_id: 'again' }
    for (let times = 0; times < 2; times++) await report([event(more)])
    expect((await kept())[0]).toMatchObject({ offered: 2, counted: 1 })
    ads.pass(2 * DAY - 1)
    await report([event(more)])
    expect((await kept())[0]).toMatchObject({ offered: 3, counted: 1 })
    ads.pass(1)
    await report([event(more)])
    expect((await kept())[0]).toMatchObject({ offered: 4, counted: 2 })
  })

  it.each([
    ['older than 7 days', () => ({ event_time: ads.now().getTime() / 1000 - 7 * 86_400 - 1 })],
    ['in milliseconds as text', () => ({ event_time: '1700000000000' })],
    ['of a source that there is not', () => ({ action_source: 'crm' })],
    [
      'of a website without its address',
      () => ({ action_source: 'website', user_data: { fbc, client_user_agent: 'x' } }),
    ],
    ['of a website without the browser', () => ({ action_source: 'website', event_source_url: 'https://a.cn/' })],
    ['with a phone in the clear', () => ({ user_data: { ph: [`86${KNOWN_PHONE}`] } })],
    ['with a name in the clear', () => ({ user_data: { fn: 'mary' } })],
    ['about nobody', () => ({ user_data: {} })],
    ['with a bare click id', () => ({ user_data: { fbc: 'IwAR1' } })],
    ['with a lead id of 14 digits', () => ({ user_data: { lead_id: '1'.repeat(14) } })],
    ['of a lead outside a CRM', () => ({ user_data: { lead_id: '1'.repeat(15) } })],
    ['without a name', () => ({ event_name: '' })],
  ])('%s spoil all of a request', async (_what, more) => {
    const before = (await kept()).length
    const reply = await report([event({ event_id: 'beside' }), event(more())])
    expect([reply.status, reply.json()]).toMatchObject([400, { error: { code: 100 } }])
    expect(reply.text).not.toContain(KNOWN_PHONE)
    expect(await kept()).toHaveLength(before)
  })

  it('of a shop may be 62 days old', async () => {
    const old = { action_source: 'physical_store', event_time: Math.floor(ads.now().getTime() / 1000) - 62 * 86_400 }
    expect((await report([event(old)])).status).toBe(200)
  })

  it('come 1000 at a time and no more', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => event({ event_id: `many_${index}` }))
    expect((await report(many(1001))).status).toBe(400)
    expect((await report([])).status).toBe(400)
    expect((await report(many(1000))).json()).toMatchObject({ events_received: 1000 })
  })

  it('count when they are tests, too', async () => {
    await report([event({ event_id: 'test' })], { more: { test_event_code: 'TEST1' } })
    expect((await kept())[0]).toMatchObject({ counted: 1, fields: { test_event_code: 'TEST1' } })
  })

  it('are refused without the token, and for another data set', async () => {
    const reply = await report([event()], { token: 'x' })
    expect([reply.status, reply.json()]).toMatchObject([400, { error: { code: 190, type: 'OAuthException' } }])
    expect((await report([event()], { pixel: '1' })).status).toBe(400)
  })
})

describe('leads of the simulated Meta', () => {
  const pushed = async (): Promise<string> => {
    ads.heard()
    await ads.act('ads/lead', {
      platform: 'meta',
      campaignId: 'spring',
      key: 'k',
      phone: '+8613800138000',
      name: '张三',
    })
    const body = JSON.parse(ads.heard()[0]?.body ?? '') as { entry: { changes: { value: { leadgen_id: string } }[] }[] }
    return body.entry[0]?.changes[0]?.value.leadgen_id ?? ''
  }

  it('are fetched by their id, with the fields that were asked for', async () => {
    const id = await pushed()
    const path = `/meta/v23.0/${id}?fields=created_time,field_data&access_token=${META.accessToken}`
    expect((await ads.send('GET', path)).json()).toEqual({
      id,
      created_time: `${ads.now().toISOString().slice(0, 19)}+0000`,
      field_data: [
        { name: 'phone_number', values: ['+8613800138000'] },
        { name: 'full_name', values: ['张三'] },
      ],
    })
  })

  it('are not given without the token, nor after 90 days, nor when there are none', async () => {
    const id = await pushed()
    expect((await ads.send('GET', `/meta/v23.0/${id}?access_token=x`)).json()).toMatchObject({ error: { code: 190 } })
    expect((await ads.send('GET', `/meta/v23.0/123?access_token=${META.accessToken}`)).status).toBe(400)
    ads.pass(90 * DAY + 1000)
    expect((await ads.send('GET', `/meta/v23.0/${id}?access_token=${META.accessToken}`)).status).toBe(400)
  })

  it('are known again in the stages of a CRM', async () => {
    const user_data = { lead_id: await pushed() }
    const custom_data = { event_source: 'crm', lead_event_source: 'Tuoke' }
    expect((await report([event({ event_id: 'crm', user_data, custom_data })])).status).toBe(200)
    expect((await kept())[0]).toMatchObject({ attributedTo: 'lead' })
  })
})
