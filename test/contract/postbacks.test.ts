import { beforeAll, describe, expect, it } from 'vitest'
import { startAds } from '../harness/adClicks.ts'
import { send } from '../harness/client.ts'
import { SECRET, startPartners } from '../harness/postbacks.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

const MEDIA = 'pt_media'

let host: TestHost
let ads: ReturnType<typeof startAds>
let partners: ReturnType<typeof startPartners>
let campaignId: string
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
  partners = startPartners(host)
  campaignId = await ads.newCampaign({ partners: [MEDIA, 'pt_other'] })
  for (const partnerId of [MEDIA, 'pt_other']) await partners.know(partnerId, [campaignId])
})

let made = 0

/** A lead that a partner brought, with the click id that its page's address had. */
const newLead = async (query = `partner=${MEDIA}`): Promise<{ leadId: string; clickId: string }> => {
  const clickId = `click/${++made} ?`
  const url = `https://loan.bank.example/?${query}&click_id=${encodeURIComponent(clickId)}`
  const body = submission(phoneNumber(62_000 + made), { touch: { url } })
  const reply = await send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body })
  expect(reply.status).toBe(201)
  await ads.counted(campaignId)
  return { leadId: (reply.json() as { leadId: string }).leadId, clickId }
}

const reported = async (leadId: string) => {
  const reply = await send(host.url, 'GET', `/v1/leads/${leadId}/timeline`, { key: host.operatorKey() })
  const { entries } = reply.json() as { entries: { type: string; counts: string[]; details?: object }[] }
  return entries.filter(({ type }) => type === 'partner.reported')
}

const answer = (reply: Awaited<ReturnType<typeof send>>) => [
  reply.status,
  reply.json(),
  reply.headers.get('idempotent-replayed'),
]

const accepted = [200, { verdict: 'accepted' }, null]
const acceptedAgain = [200, { verdict: 'accepted' }, 'true']

describe('what a partner reports by a signed query', () => {
  it('about a lead stands in its journal, and moves no funnel', async () => {
    const { leadId } = await newLead()
    const before = await ads.counted(campaignId)
    expect(answer(await partners.byQuery(MEDIA, { leadId, event: 'disbursed', amountFen: '5000' }))).toEqual(accepted)
    expect(await reported(leadId)).toMatchObject([
      { counts: [], details: { partnerId: MEDIA, milestone: 'disbursed', amountFen: 5000 } },
    ])
    expect(await ads.counted(campaignId)).toEqual(before)
    expect(await ads.drift()).toEqual([])
  })

  it('names the lead by the click id of its page as well, and signs in a header where it can', async () => {
    const { leadId, clickId } = await newLead()
    expect(answer(await partners.byQuery(MEDIA, { clickId, event: 'registered' }, { header: true }))).toEqual(accepted)
    expect(await reported(leadId)).toHaveLength(1)
  })

  it('names the lead by the click that it is owed to, be that of an earlier page', async () => {
    const first = await ads.newCampaign({ partners: [MEDIA, 'pt_other'], attribution: { model: 'first_click' } })
    for (const partnerId of [MEDIA, 'pt_other']) await partners.know(partnerId, [campaignId, first])
    const page = (partner: string, id: string) => ({
      url: `https://loan.bank.example/?partner=${partner}&click_id=${id}`,
    })
    const touches = { touch: page('pt_other', 'second'), firstTouch: page(MEDIA, 'first') }
    const body = submission(phoneNumber(62_900), touches)
    const reply = await send(host.url, 'POST', `/v1/campaigns/${first}/leads`, { body })
    await ads.counted(first)
    expect(answer(await partners.byQuery(MEDIA, { clickId: 'first', event: 'registered' }))).toEqual(accepted)
    expect(await reported((reply.json() as { leadId: string }).leadId)).toHaveLength(1)
    const other = await partners.byQuery('pt_other', { clickId: 'second', event: 'registered' })
    expect(other.json()).toEqual({ verdict: 'unknown_lead' })
  })

  it('sent again is answered as at first, and stands there once', async () => {
    const { leadId } = await newLead()
    const tell = () => partners.byQuery(MEDIA, { leadId, event: 'applied' })
    const all = await Promise.all(Array.from({ length: 10 }, tell))
    expect(all.map((reply) => reply.json())).toEqual(Array(10).fill({ verdict: 'accepted' }))
    expect(answer(await tell())).toEqual(acceptedAgain)
    expect(await reported(leadId)).toHaveLength(1)
  })

  it('sent again and saying something else is refused', async () => {
    const { leadId } = await newLead()
    await partners.byQuery(MEDIA, { leadId, event: 'credited', amountFen: '1' })
    const reply = await partners.byQuery(MEDIA, { leadId, event: 'credited', amountFen: '2' })
    expect(reply.problem()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  })
})

describe('what a partner reports by a webhook', () => {
  it('is taken once by its id, whatever the times of its attempts', async () => {
    const { leadId } = await newLead()
    const said = { leadId, event: 'credited', amountFen: 100, at: new Date().toISOString() }
    expect(answer(await partners.byWebhook(MEDIA, said, { id: 'msg_once' }))).toEqual(accepted)
    const later = Math.floor(Date.now() / 1000) + 60
    expect(answer(await partners.byWebhook(MEDIA, said, { id: 'msg_once', ts: later }))).toEqual(acceptedAgain)
    const other = await partners.byWebhook(MEDIA, { ...said, amountFen: 200 }, { id: 'msg_once' })
    expect(other.problem()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    expect(await reported(leadId)).toHaveLength(1)
  })

  it('is a duplicate when another message told it before, and stays one', async () => {
    const { leadId } = await newLead()
    await partners.byQuery(MEDIA, { leadId, event: 'registered' })
    for (const replayed of [null, 'true'])
      expect(answer(await partners.byWebhook(MEDIA, { leadId, event: 'registered' }, { id: 'msg_dup' }))).toEqual([
        200,
        { verdict: 'duplicate' },
        replayed,
      ])
    expect(await reported(leadId)).toHaveLength(1)
  })

  it('is verified by either secret while one takes the place of the other', async () => {
    const next = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    await partners.know('pt_rotating', [], [next, SECRET])
    for (const secret of [SECRET, next]) {
      const reply = await partners.byWebhook('pt_rotating', { clickId: 'x', event: 'registered' }, { secret })
      expect(reply.json()).toEqual({ verdict: 'unknown_lead' })
    }
  })
})

describe('the verdict is', () => {
  it.each([
    ['unknown_lead', async () => ({ leadId: `ld_${'a'.repeat(20)}`, event: 'registered' })],
    ['unknown_lead', async () => ({ clickId: 'never-seen', event: 'registered' })],
    ['unknown_lead', async () => ({ clickId: (await newLead('partner=pt_other')).clickId, event: 'registered' })],
    ['not_their_lead', async () => ({ leadId: (await newLead('partner=pt_other')).leadId, event: 'registered' })],
    ['not_their_lead', async () => ({ leadId: (await newLead('utm_source=x')).leadId, event: 'registered' })],
    ['impossible', async () => ({ leadId: (await newLead()).leadId, event: 'visited' })],
    ['impossible', async () => ({ leadId: (await newLead()).leadId, event: 'registered', at: '2020-01-01T00:00:00Z' })],
  ])('%s, each time it is asked', async (verdict, make) => {
    const said = await make()
    for (let times = 0; times < 2; times++)
      expect((await partners.byWebhook(MEDIA, said, { id: `msg_${verdict}_${made}` })).json()).toEqual({ verdict })
  })

  it('unknown_lead until the lead comes: the same report is then accepted', async () => {
    const id = 'msg_early'
    const clickId = `click/${made + 1} ?`
    expect((await partners.byWebhook(MEDIA, { clickId, event: 'registered' }, { id })).json()).toEqual({
      verdict: 'unknown_lead',
    })
    await newLead()
    expect((await partners.byWebhook(MEDIA, { clickId, event: 'registered' }, { id })).json()).toEqual({
      verdict: 'accepted',
    })
  })
})

describe('a report is refused', () => {
  const said = { clickId: 'c', event: 'registered' }
  const late = () => Math.floor(Date.now() / 1000) - 330
  const early = () => Math.floor(Date.now() / 1000) + 330

  it.each<[string, () => Promise<Awaited<ReturnType<typeof send>>>]>([
    ['by a query signed with another secret', () => partners.byQuery(MEDIA, said, { secret: 'other' })],
    ['by a query of another partner', () => partners.byQuery('pt_nobody', said)],
    ['by a query from a clock that is late', () => partners.byQuery(MEDIA, said, { ts: late() })],
    ['by a query from a clock that is early', () => partners.byQuery(MEDIA, said, { ts: early() })],
    [
      'by a query without a signature',
      () => send(host.url, 'GET', `/v1/in/partners/${MEDIA}/conversions?clickId=c&event=registered&ts=1`),
    ],
    [
      'by a webhook signed with another secret',
      () => partners.byWebhook(MEDIA, said, { secret: `whsec_${'b'.repeat(32)}` }),
    ],
    ['by a webhook of another partner', () => partners.byWebhook('pt_nobody', said)],
    ['by a webhook from a clock that is late', () => partners.byWebhook(MEDIA, said, { ts: late() })],
    ['by a webhook from a clock that is early', () => partners.byWebhook(MEDIA, said, { ts: early() })],
    [
      'by a webhook that was changed',
      () => partners.byWebhook(MEDIA, said, { instead: { ...said, event: 'applied' } }),
    ],
  ])('%s', async (_, tell) => {
    expect((await tell()).problem()).toMatchObject({ status: 401, code: 'signature_invalid' })
  })

  it.each([
    ['of nobody', { event: 'registered' }, '/clickId'],
    ['of an event that is none', { clickId: 'c', event: 'paid' }, '/event'],
    ['of a time that is none', { clickId: 'c', event: 'registered', at: 'soon' }, '/at'],
    ['of an amount that is none', { clickId: 'c', event: 'credited', amountFen: -1 }, '/amountFen'],
    ['of a lead id that is none', { leadId: 'ld_x', event: 'registered' }, '/leadId'],
    ['of a click id of 10 KB', { clickId: 'c'.repeat(10_240), event: 'registered' }, '/clickId'],
  ])('%s', async (_, wrong, pointer) => {
    const byWebhook = (await partners.byWebhook(MEDIA, wrong)).problem()
    expect([byWebhook.status, byWebhook.errors?.[0]?.pointer]).toEqual([422, pointer])
    const query = Object.fromEntries(Object.entries(wrong).map(([name, value]) => [name, String(value)]))
    const byQuery = (await partners.byQuery(MEDIA, query)).problem()
    expect([byQuery.status, byQuery.errors?.[0]?.pointer]).toEqual([422, `/query${pointer}`])
  })
})
