import { beforeAll, describe, expect, it } from 'vitest'
import type { LeadSummary } from '../../shared/contract/leads.ts'
import { DEFAULT_TIMEZONE, dayOf } from '../../shared/domain/day.ts'
import { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { startAds } from '../harness/adClicks.ts'
import { send } from '../harness/client.ts'
import { FORMS, startForms } from '../harness/leadPushes.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { type ScriptedProvider, startScriptedProvider } from '../harness/scriptedProvider.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let graph: ScriptedProvider
let ads: ReturnType<typeof startAds>
let forms: ReturnType<typeof startForms>
beforeAll(async () => {
  graph = await startScriptedProvider()
  host = await startTestHost({ outboundHosts: `${new URL(graph.url).host},127.0.0.1:1` })
  ads = startAds(host)
  forms = startForms(host)
  for (const platform of LeadPlatform.options)
    await forms.connect(platform, 'forms', platform === 'meta' ? { baseUrl: graph.url } : {})
})

let made = 0
const newPhone = (): string => phoneNumber(60_000 + ++made)
const newId = (): string => `4444444444${String(++made).padStart(5, '0')}`
const newCampaign = (changes: Parameters<typeof ads.newCampaign>[0] = {}) =>
  ads.newCampaign({ hostedForms: FORMS, ...changes })

/** What Meta answers when it is asked for a lead. */
const metaHas = (phone: string): void =>
  graph.answerWith({
    id: '1',
    field_data: [
      { name: 'phone_number', values: [phone] },
      { name: 'full_name', values: ['张三'] },
    ],
  })

type Seen = LeadSummary & { answers?: object; consent: object; touch: object; entries: { type: string }[] }

/** The leads of a campaign, in the clear. */
const leadsOf = async (campaignId: string): Promise<Seen[]> => {
  await ads.counted(campaignId)
  const key = host.operatorKey()
  const day = dayOf(new Date().toISOString(), DEFAULT_TIMEZONE)
  const { items } = (await send(host.url, 'GET', `/v1/leads?campaign=${campaignId}&day=${day}`, { key })).json() as {
    items: LeadSummary[]
  }
  return Promise.all(
    items.map(async ({ leadId }) => {
      const path = `/v1/leads/${leadId}/timeline?unmask=true`
      return (await send(host.url, 'GET', path, { key })).json() as Seen
    }),
  )
}

const ANSWERS: Record<LeadPlatform, object> = {
  tencent_ads: { code: 0, message: 'success', data: [{}] },
  ocean_engine: { code: 0, message: 'success' },
  meta: {},
  google_ads: {},
}

describe('a lead that a platform pushes', () => {
  it.each(LeadPlatform.options)(
    'by %s is captured as any other, and answered as the platform wants',
    async (platform) => {
      const [campaignId, phone, id] = [await newCampaign(), newPhone(), newId()]
      metaHas(`+86 ${phone}`)
      const reply = await forms.push(campaignId, platform, { id, phone: `+86 ${phone}` })
      expect([reply.status, reply.json(), reply.headers.get('content-type')]).toEqual([
        200,
        ANSWERS[platform],
        'application/json',
      ])
      expect(await leadsOf(campaignId)).toMatchObject([
        {
          verdict: { status: 'accepted' },
          mode: 'live',
          contact: { phone, name: '张三' },
          consent: { version: '2026-11', purposes: ['contact'] },
          attribution: { platform, account: platform === 'google_ads' ? '-' : '11', ad: '22' },
        },
      ])
      expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
    },
  )

  it.each(LeadPlatform.options)('by %s is one, however often and at once it is pushed', async (platform) => {
    const [campaignId, phone, id] = [await newCampaign(), newPhone(), newId()]
    metaHas(phone)
    const push = () => forms.push(campaignId, platform, { id, phone })
    const replies = await Promise.all(Array.from({ length: 9 }, push))
    expect([...replies, await push()].map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
  })

  it('is the person that left the phone on a page, and a repeat of that lead', async () => {
    const [campaignId, phone] = [await newCampaign(), newPhone()]
    await send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body: submission(phone) })
    for (const id of [newId(), newId()]) await forms.push(campaignId, 'ocean_engine', { id, phone })
    expect(await ads.counted(campaignId)).toEqual({ visited: 1, captured: 1, repeated: 2 })
  })

  it('with the id of another, and another phone, is the first one: no platform corrects its leads', async () => {
    const [campaignId, id] = [await newCampaign(), newId()]
    for (const phone of [newPhone(), newPhone()])
      expect((await forms.push(campaignId, 'google_ads', { id, phone })).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
  })

  it('without an id is known by all that was sent', async () => {
    const campaignId = await newCampaign()
    const raw = new URLSearchParams({ leads_tel: newPhone() }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    for (let times = 0; times < 3; times++)
      expect((await forms.push(campaignId, 'tencent_ads', { id: '' }, { raw, headers })).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
  })

  it('to try the form out is apart, and a person with that phone is another lead', async () => {
    const [campaignId, phone] = [await newCampaign(), newPhone()]
    await forms.push(campaignId, 'google_ads', { id: newId(), phone, test: true })
    expect(await ads.counted(campaignId)).toEqual({})
    await forms.push(campaignId, 'google_ads', { id: newId(), phone })
    expect((await leadsOf(campaignId)).map(({ mode }) => mode).sort()).toEqual(['live', 'test'])
    expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
  })
})

describe('a pushed lead that cannot be accepted is answered and kept, with its reason', () => {
  it.each([
    ['no phone', {}, undefined, 'phone_invalid'],
    ['a phone that is none', {}, '010-1234', 'phone_invalid'],
    ['forms that nobody set up', { hostedForms: undefined }, newPhone(), 'consent_missing'],
    [
      'forms that do not ask for all that is required',
      {
        consent: {
          version: '2026-11',
          text: 'We call you.',
          purposes: [
            { id: 'contact', required: true },
            { id: 'credit_assessment', required: true },
          ],
        },
      },
      newPhone(),
      'consent_missing',
    ],
    ['a campaign that is not running', { status: 'paused' as const }, newPhone(), 'campaign_closed'],
  ] as const)('for %s', async (_, changes, phone, reason) => {
    const campaignId = await newCampaign(changes as object)
    const id = newId()
    const push = () => forms.push(campaignId, 'tencent_ads', phone === undefined ? { id } : { id, phone })
    for (const reply of [await push(), await push()]) expect(reply.status).toBe(200)
    const [lead, ...others] = await leadsOf(campaignId)
    expect(others).toEqual([])
    expect(lead?.verdict).toEqual({ status: 'rejected', reason })
    if (reason === 'phone_invalid' && phone) expect(lead?.answers).toMatchObject({ phone })
    expect(await ads.counted(campaignId)).toEqual({ rejected: 1 })
  })
})

describe('what Meta tells of', () => {
  it('is fetched by its id with the token of the connection', async () => {
    const [campaignId, id] = [await newCampaign(), newId()]
    metaHas(newPhone())
    await forms.push(campaignId, 'meta', { id })
    expect(graph.asked.at(-1)).toEqual({ method: 'GET', url: `/v23.0/${id}?fields=field_data&access_token=page-token` })
  })

  it('comes again when it cannot be fetched, and nothing is kept meanwhile', async () => {
    await forms.connect('meta', 'broken', { baseUrl: 'http://127.0.0.1:1' })
    const campaignId = await newCampaign({ hostedForms: { ...FORMS, meta: { connection: 'broken' } } })
    const id = newId()
    const reply = await forms.push(campaignId, 'meta', { id })
    expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/)
    await forms.connect('meta', 'broken', { baseUrl: graph.url })
    metaHas(newPhone())
    expect((await forms.push(campaignId, 'meta', { id })).status).toBe(200)
    expect(await ads.counted(campaignId)).toEqual({ captured: 1 })
  })

  it('is no lead when Meta answers with something else', async () => {
    const campaignId = await newCampaign()
    graph.answerWith({ error: { message: 'no such lead', code: 100 } })
    expect((await forms.push(campaignId, 'meta', { id: newId() })).status).toBe(503)
    expect(await ads.counted(campaignId)).toEqual({})
  })

  it.each([
    ['the token of the connection', 'verify-me', 200],
    ['another token', 'verify-you', 401],
    ['none', '', 401],
  ])('is preceded by a challenge, which is answered to %s', async (_, token, status) => {
    const address = await forms.addressOf(await newCampaign(), 'meta')
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.verify_token': token,
      'hub.challenge': '1158201444',
    })
    const reply = await send(host.url, 'GET', `${address}?${query}`)
    expect(reply.status).toBe(status)
    if (status === 200)
      expect([reply.text, reply.headers.get('content-type')]).toEqual([
        '1158201444',
        expect.stringMatching(/^text\/plain/),
      ])
  })
})
