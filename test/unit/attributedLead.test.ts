import { marshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import { newLead } from '../../shared/capture/newLead.ts'
import { Campaign, CampaignSettings } from '../../shared/domain/campaign.ts'
import type { RecordedClick } from '../../shared/domain/click.ts'
import { clickOf, creditedTouch } from '../../shared/domain/creditedClick.ts'
import { joinLeads } from '../../shared/domain/join.ts'
import type { Lead, Visit } from '../../shared/domain/lead.ts'
import { recordTouch, type Touch } from '../../shared/domain/touch.ts'
import { keyedLead } from '../../shared/followers/keyedLead.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { storedBytes } from '../../shared/store/storedBytes.ts'
import { itemBytes } from '../bench/cost/itemBytes.ts'
import { testRing } from '../harness/ring.ts'
import { campaignSettings, submission } from '../harness/samples.ts'
import { sampleLead } from '../store/sampleLead.ts'

const at = '2026-11-20T08:00:00.000Z'
const earlier = '2026-11-19T08:00:00.000Z'
const page = (query: string): string => `https://loan.bank.example/spring-2026/apply?${query}`

const campaignWith = (attribution: object = {}): Campaign => {
  const settings = CampaignSettings.parse(campaignSettings({ attribution }))
  return Campaign.parse({ campaignId: 'spring-loans', version: 1, createdAt: at, updatedAt: at, settings })
}

const clickAt = (when: string, changes: Partial<RecordedClick> = {}): RecordedClick => {
  const { campaignId, mode, timezone, cohortDay } = sampleLead(1)
  const dimensions = { platform: 'tencent_ads', account: '11', ad: '22', creative: '33', partner: '-' }
  const event = { id: `ev_${'a'.repeat(20)}`, type: 'click.recorded' as const, at: when, reached: [] }
  const own = { platform: 'tencent_ads' as const, id: 'seen', clickId: 'own' }
  return { ...own, campaignId, mode, timezone, cohortDay, dimensions, at: when, event, ...changes }
}

type More = { touch?: Touch; firstTouch?: Touch; visit?: Visit; clicks?: RecordedClick[]; attribution?: object }

const captured = async ({ touch = {}, firstTouch, visit, clicks = [], attribution }: More): Promise<Lead> =>
  newLead(await testRing(), {
    campaign: campaignWith(attribution),
    key: { kind: 'phone', value: '13800138000' },
    left: { ...submission(), consent: { version: '2026-11', purposes: ['contact', 'ad_measurement'] }, firstTouch },
    touch: recordTouch(touch),
    visit,
    clicks,
    verdict: { status: 'accepted' },
    requestId: 'JKJaXmPLvHcESHA=',
    sourceAddress: '203.0.113.7',
    at,
  })

const sizeOf = (lead: Lead): number =>
  itemBytes(marshall({ ...leadKey(lead.leadId), ...lead }, { removeUndefinedValues: true }))

describe('a lead that arrives', () => {
  it('by one ad is counted as it says itself, and has a receipt within two units of writing', async () => {
    const url = page('gdt_vid=wx0abcdefghijklmn&utm_source=wechat&utm_campaign=spring-2026&utm_content=video-12')
    const lead = await captured({ touch: { url, visitId: 'visit-00000001' } })
    const own = { platform: 'tencent_ads', account: '-', ad: 'spring-2026', creative: 'video-12', partner: '-' }
    expect(lead.dimensions).toEqual(own)
    expect(lead.attribution).toMatchObject({ winner: 0, candidates: [{ reason: 'winner', sources: ['landing_page'] }] })
    expect(sizeOf(lead)).toBeLessThan(1700)
  })

  it('by no ad has a receipt that says so, and stays counted where it was', async () => {
    const lead = await captured({ touch: { url: page('utm_content=footer') } })
    expect(lead.dimensions).toMatchObject({ platform: '-', creative: 'footer' })
    expect(lead.attribution).toMatchObject({ candidates: [{ reason: 'no_ad' }] })
    expect(lead.attribution).not.toHaveProperty('winner')
  })

  it('by a click that is long ago for its platform is owed to no ad, though the page was opened again', async () => {
    const lead = await captured({
      touch: { url: page('gdt_vid=seen') },
      clicks: [clickAt('2026-10-01T08:00:00.000Z')],
    })
    expect(lead.attribution?.candidates).toMatchObject([{ reason: 'outside_click_window' }])
    expect(lead.dimensions.platform).toBe('-')
    expect(clickOf(lead)).toBeUndefined()
  })

  it('keeps only candidates that it is owed to, where all would make its writing cost more', async () => {
    const long = (name: string) => page(`${name}=${'x'.repeat(250)}&utm_campaign=${'y'.repeat(60)}`)
    const touches = { touch: { url: long('bd_vid') }, firstTouch: { url: long('gdt_vid') } }
    const lead = await captured(touches)
    expect(lead.attribution).toMatchObject({ candidates: [{ reason: 'winner' }], winner: 0, leftOut: 1 })
    const usual = (name: string) => page(`${name}=wx0abcdefghijklmn&utm_campaign=spring-2026`)
    const short = await captured({ touch: { url: usual('bd_vid') }, firstTouch: { url: usual('gdt_vid') } })
    expect(short.attribution?.candidates.length).toBe(2)
    expect(sizeOf(short)).toBeLessThanOrEqual(2048)
  })

  it('is reckoned to be no smaller than it is stored', async () => {
    const lead = await captured({ touch: { url: page('bd_vid=later') }, firstTouch: { url: page('gdt_vid=first') } })
    const stored = itemBytes(marshall({ lead }, { removeUndefinedValues: true }))
    expect(storedBytes(lead) - (stored - 'lead'.length)).toBeGreaterThanOrEqual(0)
    expect(storedBytes(lead) - stored).toBeLessThan(50)
  })

  it.each([
    ['followed', 'landing_page'],
    ['visited', 'mini_program'],
  ] as const)('without a contact, who %s, has a receipt too', async (reached, source) => {
    const touch = recordTouch({ url: page('gdt_vid=seen') })
    const arrival = { campaign: campaignWith(), touch, visit: undefined, clicks: [clickAt(earlier)], reached, at }
    const key = { kind: 'openid' as const, value: 'wx1/oPerson' }
    const lead = keyedLead(await testRing(), { ...arrival, key, cause: 'test' })
    expect(lead.attribution?.candidates).toMatchObject([{ at: earlier, sources: ['click_monitor', source] }])
    expect(lead.dimensions).toMatchObject({ account: '11', ad: '22' })
  })

  it('from a form of its platform is owed to where that says its ad is', async () => {
    const dimensions = { platform: 'meta', account: '11', ad: '22', creative: '-', partner: '-' }
    const lead = newLead(await testRing(), {
      campaign: campaignWith(),
      key: { kind: 'phone', value: '13800138000' },
      left: { contact: {}, consent: { version: '2026-11', purposes: ['contact'] } },
      touch: {},
      hosted: { dimensions, platformLeadId: '1' },
      verdict: { status: 'accepted' },
      requestId: 'r',
      at,
    })
    expect(lead.dimensions).toEqual(dimensions)
    expect(lead.attribution?.candidates).toMatchObject([{ sources: ['hosted_form'], reason: 'winner' }])
  })
})

describe('what conversions are reported with', () => {
  const touches = { touch: { url: page('bd_vid=later') }, firstTouch: { url: `${page('gdt_vid=first')}` } }

  it.each([
    ['last_click', { bd_vid: 'later' }],
    ['first_click', { gdt_vid: 'first' }],
  ])('is the click of the winner by %s', async (model, ids) => {
    const lead = await captured({ ...touches, attribution: { model } })
    expect(clickOf(lead)?.ids).toEqual(ids)
    expect(creditedTouch(lead).clickIds).toEqual(ids)
  })

  it('has the time and the id that its platform told', async () => {
    const lead = await captured({ touch: { url: page('gdt_vid=seen') }, clicks: [clickAt(earlier)] })
    expect(clickOf(lead)).toEqual({ at: earlier, ids: { gdt_vid: 'seen', click_id: 'own' } })
  })

  it('is the last touch with a click id where a lead of before has no receipt', () => {
    const lead = sampleLead(1, { touch: {}, firstTouch: { clickIds: { gdt_vid: 'first' } } })
    expect(clickOf(lead)?.ids).toEqual({ gdt_vid: 'first' })
  })
})

it('whoever goes on as another lead leaves that one its own receipt', async () => {
  const survivor = await captured({ touch: { url: page('gdt_vid=one') } })
  const other = await captured({ touch: { url: page('bd_vid=two') } })
  const join = { reason: 'same_phone' as const, at, eventId: `ev_${'a'.repeat(20)}`, fields: [] }
  const joined = joinLeads(survivor, other, join)
  expect(joined.survivor.attribution).toEqual(survivor.attribution)
  expect(joined.other.attribution).toEqual(other.attribution)
})
