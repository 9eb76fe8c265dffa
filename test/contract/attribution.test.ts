import { beforeAll, describe, expect, it } from 'vitest'
import { createOperationsApp } from '../../functions/operations/app.ts'
import { depsOn } from '../../functions/operations/installed.ts'
import { KEY_ID } from '../../infra/local/services.ts'
import { withinWindow } from '../../shared/capture/withinWindow.ts'
import { type AttributionPreview, LeadAttribution, MAX_PREVIEWED } from '../../shared/contract/attribution.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { startAds } from '../harness/adClicks.ts'
import { eventually, send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

let host: TestHost
let ads: ReturnType<typeof startAds>
let table: Table
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
  table = openTable({ db: dynamoClient(), name: 'tuoke' })
})

/** An installation that allows no longer window of clicks than this. */
const MOST_CLICK_WINDOW_DAYS = 60

type Deps = Parameters<typeof createOperationsApp>[0]

/** Asks the API of operations in this process, with whatever it works with changed. */
const askHere = (method: string, path: string, body: object, change: (deps: Deps) => Deps = (deps) => deps) => {
  const own = depsOn(table, { KEY_ID, CLICK_ORIGIN: '', MOST_CLICK_WINDOW_DAYS })
  const app = createOperationsApp(change({ ...own, conversions: conversionStore(table) }), [])
  const event = { headers: {}, requestContext: { requestId: 'r', http: { sourceIp: '' } } }
  const headers = { authorization: `Bearer ${host.operatorKey()}`, 'content-type': 'application/json' }
  return app.request(path, { method, headers, body: JSON.stringify(body) }, { event })
}

let people = 0
const page = (query: string): string => `https://loan.bank.example/?${query}`

/** Somebody leaves a contact; the lead that it makes. */
const leave = async (
  campaignId: string,
  more: Record<string, unknown>,
  phone = phoneNumber(60_000 + ++people),
): Promise<string> => {
  const path = `/v1/campaigns/${campaignId}/leads`
  const reply = await send(host.url, 'POST', path, { body: submission(phone, more) })
  return (reply.json() as { leadId: string }).leadId
}

const receiptOf = async (leadId: string) => {
  const reply = await send(host.url, 'GET', `/v1/leads/${leadId}/attribution`, { key: host.operatorKey() })
  expect(reply.status).toBe(200)
  return LeadAttribution.parse(reply.json())
}

const preview = (body: object) =>
  send(host.url, 'POST', '/v1/reports/attribution-preview', { key: host.operatorKey(), body })

/** Puts a visit so long back, as only time does. */
const age = async (campaignId: string, visitId: string, ms: number): Promise<void> => {
  const key = { pk: `VISIT#${campaignId}#${visitId}`, sk: 'VISIT' }
  const at = new Date(Date.now() - ms).toISOString()
  const change = { expression: 'SET #at = :at', names: { '#at': 'at' }, values: { ':at': at } }
  await table.write({ update: key, change })
}

/** Somebody who came by a visit so long ago, and leaves a contact now. */
const cameBefore = async (campaignId: string, ms: number): Promise<string> => {
  const touch = { visitId: `visit-aged-${++people}`, url: page(`gdt_vid=aged${people}&utm_campaign=old-ad`) }
  await ads.visit(campaignId, touch.visitId, touch.url.split('?')[1] ?? '')
  await age(campaignId, touch.visitId, ms)
  return leave(campaignId, { touch })
}

describe('a click that its platform and the page told of', () => {
  it('is one interaction with two sources, and the lead is counted with the ad that the platform named', async () => {
    const campaignId = await ads.newCampaign()
    const values = { click_id: 'own', request_id: 'seen', account_id: '25610', adgroup_id: '22' }
    await ads.click(campaignId, 'tencent_ads', values)
    const leadId = await leave(campaignId, { touch: { url: page('gdt_vid=seen&utm_campaign=spring') } })
    const { candidates, dimensions, ...receipt } = await receiptOf(leadId)
    expect(candidates).toMatchObject([
      { sources: ['click_monitor', 'landing_page'], clickIds: { gdt_vid: 'seen', click_id: 'own' }, reason: 'winner' },
    ])
    expect(dimensions).toMatchObject({ platform: 'tencent_ads', account: '25610', ad: '22' })
    expect(receipt).toMatchObject({ leadId, campaignId, frozen: true, winner: 0, leftOut: 0, ruleVersion: 1 })
    expect(receipt.summary).toContain('the ad 22 of tencent_ads')
    expect((await leadStore(table).find(leadId))?.dimensions).toMatchObject({ account: '25610', ad: '22' })
    expect(await ads.counted(campaignId)).toMatchObject({ clicked: 1, captured: 1 })
    expect(await ads.drift()).toEqual([])
  })

  it('and the one that somebody first came by are two: the last within the window has the lead', async () => {
    const campaignId = await ads.newCampaign()
    const touches = {
      touch: { url: page('bd_vid=later&utm_campaign=later-ad') },
      firstTouch: { url: page('gdt_vid=first&utm_campaign=first-ad') },
    }
    const { candidates } = await receiptOf(await leave(campaignId, touches))
    expect(candidates.map(({ dimensions, reason, explanation }) => [dimensions.ad, reason, explanation])).toEqual([
      ['first-ad', 'earlier_click', 'A later click goes before it.'],
      ['later-ad', 'winner', 'The lead is owed to it.'],
    ])
  })
})

describe('the rules of a campaign', () => {
  it.each([
    ['just within', DAY_MS * 7 - MINUTE_MS, 'winner', 'old-ad'],
    ['just beyond', DAY_MS * 7 + MINUTE_MS, 'outside_click_window', '-'],
  ])('its window is kept here, whatever the page says: %s', async (_, ms, reason, ad) => {
    const campaignId = await ads.newCampaign({ attribution: { clickWindowDays: 7 } })
    const leadId = await cameBefore(campaignId, ms)
    expect(await receiptOf(leadId)).toMatchObject({ candidates: [{ reason }], dimensions: { ad } })
    expect((await leadStore(table).find(leadId))?.dimensions.ad).toBe(ad)
  })

  it.each([
    ['first_click', [1, 0], 'first-ad'],
    ['position_based', [0.5, 0.5], 'later-ad'],
  ] as const)('may be %s', async (model, weights, ad) => {
    const campaignId = await ads.newCampaign({ attribution: { model } })
    const touch = { url: page('bd_vid=later&utm_campaign=later-ad') }
    const firstTouch = { url: page('gdt_vid=first&utm_campaign=first-ad') }
    const receipt = await receiptOf(await leave(campaignId, { touch, firstTouch }))
    expect(receipt.candidates.map(({ weight }) => weight)).toEqual(weights)
    expect(receipt).toMatchObject({ rules: { model }, dimensions: { ad } })
  })

  it('that come later, and clicks that come later, make no other receipt', async () => {
    const campaignId = await ads.newCampaign()
    const phone = phoneNumber(60_000 + ++people)
    const leadId = await leave(campaignId, { touch: { url: page('gdt_vid=one&utm_campaign=ad-1') } }, phone)
    const before = await receiptOf(leadId)
    await leave(campaignId, { touch: { url: page('bd_vid=two&utm_campaign=ad-2') } }, phone)
    expect(await receiptOf(leadId)).toEqual(before)
    expect((await leadStore(table).find(leadId))?.event.touch?.clickIds).toEqual({ bd_vid: 'two' })
  })
})

/** The lead as it was kept before there were receipts. */
const forget = async (leadId: string): Promise<void> => {
  const leads = leadStore(table)
  const before = await leads.find(leadId)
  if (!before) throw new Error('no lead')
  const { attribution, ...after } = before
  await leads.replaceAll([{ before, after: after as Lead }])
}

it('a lead of before receipts has one made when it is asked for', async () => {
  const campaignId = await ads.newCampaign()
  const leadId = await leave(campaignId, { touch: { url: page('gdt_vid=one&utm_campaign=ad-1') } })
  const { frozen, candidates, dimensions } = await receiptOf(leadId)
  await forget(leadId)
  const made = await receiptOf(leadId)
  expect([frozen, made.frozen]).toEqual([true, false])
  expect(made).toMatchObject({ candidates, dimensions })
})

describe('the preview', () => {
  const today = () => dayOf(new Date().toISOString(), 'Asia/Shanghai')
  const asked = (campaign: string, rules: object) => ({ campaign, from: today(), to: today(), rules })

  /** What is asked about a campaign once all its leads are in the roster. */
  const previewed = async (campaignId: string, rules: object, leads: number): Promise<AttributionPreview> =>
    eventually(
      async () => (await preview(asked(campaignId, rules))).json() as AttributionPreview,
      (found) => found.leads === leads,
    )

  it('says what each ad would be owed, with credited customers and what they cost', async () => {
    const campaignId = await ads.newCampaign()
    const touch = { url: page('bd_vid=later&utm_source=baidu&utm_campaign=later-ad') }
    const firstTouch = { url: page('gdt_vid=first&utm_campaign=first-ad') }
    const leadId = await leave(campaignId, { touch, firstTouch })
    await leave(campaignId, { touch })
    await leave(campaignId, { touch, website: 'https://spam.example' })
    const at = new Date().toISOString()
    const credit = { milestone: 'credited' as const, eventId: `ev_${'c'.repeat(20)}`, at, amounts: { limitFen: 900 } }
    await leadStore(table).reach({ leadId }, credit)
    const rows = [{ day: today(), platform: 'baidu', ad: 'later-ad', amountFen: 100 }]
    const put = { key: host.operatorKey(), body: { rows } }
    expect((await send(host.url, 'PUT', `/v1/campaigns/${campaignId}/spend`, put)).status).toBe(200)
    await ads.counted(campaignId)
    const { rows: found, withoutReceipt } = await previewed(campaignId, { model: 'first_click' }, 2)
    expect(withoutReceipt).toBe(0)
    expect(found).toMatchObject([
      { platform: 'baidu', ad: 'later-ad', before: 2, after: 1, creditedBefore: 1, creditedAfter: 0, spendFen: 100 },
      { platform: 'tencent_ads', ad: 'first-ad', before: 0, after: 1, creditedAfter: 1, limitFenAfter: 900 },
    ])
    expect(found[0]).toMatchObject({ leadCostFenBefore: 50, leadCostFenAfter: 100, creditedCostFenBefore: 100 })
    expect(found[0]).toMatchObject({ limitFenBefore: 900, limitFenAfter: 0, creditedCostFenAfter: null })
  })

  it('of a shorter window owes to no ad what came too long ago, and changes nothing that is kept', async () => {
    const campaignId = await ads.newCampaign()
    const leadId = await cameBefore(campaignId, 10 * DAY_MS)
    const before = await receiptOf(leadId)
    const { rows } = await previewed(campaignId, { clickWindowDays: 7 }, 1)
    expect(rows.map(({ ad, before, after }) => [ad, before, after])).toEqual([
      ['-', 0, 1],
      ['old-ad', 1, 0],
    ])
    expect(await receiptOf(leadId)).toEqual(before)
  })

  it(`of more than ${MAX_PREVIEWED} leads is refused, with a word how to ask for less`, async () => {
    const campaignId = await ads.newCampaign()
    const crowd = Array.from({ length: MAX_PREVIEWED + 1 }, (_, i) => `ld_${i}`)
    async function* leadIds() {
      yield crowd
    }
    const reply = await askHere('POST', '/v1/reports/attribution-preview', asked(campaignId, {}), (deps) => ({
      ...deps,
      roster: { ...deps.roster, leadIds },
    }))
    expect(reply.status).toBe(422)
    expect(await reply.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/to', code: 'out_of_range', message: expect.stringContaining('fewer days') }],
    })
  })

  it.each([
    ['days in the wrong order', { from: '2026-11-02', to: '2026-11-01' }, '/to'],
    ['more days than a quarter has', { from: '2026-01-01', to: '2026-11-01' }, '/to'],
    ['a model that is none', { rules: { model: 'best_click' } }, '/rules/model'],
    ['a window of no day', { rules: { clickWindowDays: 0 } }, '/rules/clickWindowDays'],
    ['a window of more than 90 days', { rules: { clickWindowDays: 91 } }, '/rules/clickWindowDays'],
    ['a field that nobody knows', { ruleVersion: 2 }, '/ruleVersion'],
  ])('refuses %s', async (_, changes, pointer) => {
    const reply = await preview({ ...asked('any-campaign', {}), ...changes })
    expect(reply.json()).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] })
  })
})

describe('the longest window of clicks that an installation allows', () => {
  it('is the longest that a campaign may ask for', async () => {
    const put = (clickWindowDays: number) =>
      askHere('PUT', `/v1/campaigns/window-${clickWindowDays}`, campaignSettings({ attribution: { clickWindowDays } }))
    const refused = await put(61)
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { code: 'validation_failed', errors: [{ pointer: '/attribution/clickWindowDays', code: 'out_of_range' }] },
    ])
    expect((await put(60)).status).toBe(201)
  })

  it('holds for campaigns that were there before too', async () => {
    const campaignId = await ads.newCampaign({ attribution: { clickWindowDays: 90 } })
    const windowOf = async (mostDays: number) =>
      (await withinWindow(campaignStore(table).find, mostDays)(campaignId))?.settings.attribution.clickWindowDays
    expect([await windowOf(60), await windowOf(90)]).toEqual([60, 90])
    expect(await withinWindow(campaignStore(table).find, 60)('no-such-campaign')).toBeUndefined()
  })
})
