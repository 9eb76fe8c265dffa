import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit, Partner, PartnerSettings, type PartnerTerms } from '../../../shared/domain/partner.ts'
import { partnerWith, pausedPartner } from '../../../shared/domain/partnerChange.ts'
import type { PausedBecause } from '../../../shared/domain/partnerLimits.ts'
import { BroughtLead, statementOf } from '../../../shared/domain/partnerStatement.ts'
import { leadIdOf } from '../../store/sampleLead.ts'

const DAY = '2026-11-20'
const AT = '2026-11-01T08:00:00.000Z'
const terms = (more: Partial<PartnerTerms> = {}): PartnerTerms => ({
  id: 'autumn',
  from: '2026-11-01',
  to: '2026-11-30',
  campaignIds: ['spring'],
  pricePerLeadFen: 8000,
  ...more,
})
const settings = (more: Partial<PartnerSettings> = {}): PartnerSettings => ({
  name: '甲广告',
  status: 'active',
  terms: [terms()],
  limits: {},
  ...more,
})
const partner = (more: Partial<PartnerSettings> = {}): Partner =>
  partnerWith(undefined, { partnerId: 'pt_agency', settings: settings(more), at: AT })

describe('the gate', () => {
  const admitted = (priceFen = 8000) => ({ status: 'admitted', since: AT, terms: { pricePerLeadFen: priceFen } })
  const refused = (reason: string) => ({ status: 'refused', reason })
  const twoPrices = partner({
    terms: [
      terms({ to: '2026-11-19' }),
      terms({ id: 'later', from: '2026-11-20', to: undefined, pricePerLeadFen: 9000 }),
    ],
  })

  it.each<[string, Partner | undefined, object, object]>([
    ['lets in who is on the list', partner(), {}, admitted()],
    ['lets in on the first day', partner(), { day: '2026-11-01' }, admitted()],
    ['lets in on the last day', partner(), { day: '2026-11-30' }, admitted()],
    ['refuses the day before', partner(), { day: '2026-10-31' }, refused('not_in_terms')],
    ['refuses the day after', partner(), { day: '2026-12-01' }, refused('not_in_terms')],
    ['refuses leads to another campaign', partner(), { campaignId: 'autumn' }, refused('not_in_terms')],
    ['refuses who has no terms', partner({ terms: [] }), {}, refused('not_in_terms')],
    ['refuses who is not known', undefined, {}, refused('partner_unknown')],
    ['refuses who is paused', partner({ status: 'paused' }), {}, refused('partner_paused')],
    ['knows the price of the day', twoPrices, {}, admitted(9000)],
    ['knows the price of the day before', twoPrices, { day: '2026-11-19' }, admitted()],
    ['lets in for ever where there is no end', twoPrices, { day: '2031-01-01' }, admitted(9000)],
  ])('%s', (_, who, lead, expected) => {
    expect(admit(who, { campaignId: 'spring', day: DAY, ...lead })).toMatchObject(expected)
  })
})

describe('what is said about a partner', () => {
  it.each<[string, Partial<PartnerSettings>]>([
    ['no terms', { terms: [] }],
    ['terms one after the other', { terms: [terms(), terms({ id: 'b', from: '2026-12-01', to: undefined })] }],
    ['terms in any order', { terms: [terms({ id: 'b', from: '2026-12-01', to: undefined }), terms()] }],
    ['terms of two campaigns at a time', { terms: [terms(), terms({ id: 'b', campaignIds: ['autumn'] })] }],
    ['that it is paused', { status: 'paused' }],
  ])('may be %s', (_, more) => {
    expect(PartnerSettings.parse(settings(more))).toEqual(settings(more))
    expect(Partner.parse(partner(more))).toEqual(partner(more))
  })

  it.each<[string, object]>([
    ['that terms end before they begin', { terms: [terms({ to: '2026-10-31' })] }],
    ['two prices on a day', { terms: [terms(), terms({ id: 'b', from: '2026-11-30', to: undefined })] }],
    [
      'two prices from some day on',
      { terms: [terms({ id: 'b', from: '2026-12-01', to: '2026-12-31' }), terms({ to: undefined })] },
    ],
    ['two terms of one id', { terms: [terms(), terms({ campaignIds: ['autumn'] })] }],
    ['a campaign twice', { terms: [terms({ campaignIds: ['spring', 'spring'] })] }],
    ['terms of no campaign', { terms: [terms({ campaignIds: [] })] }],
    ['a part of a fen', { terms: [terms({ pricePerLeadFen: 0.5 })] }],
    ['a cap of none', { terms: [terms({ dailyCap: 0 })] }],
    ['another kind of id of terms', { terms: [terms({ id: 'A#1' })] }],
    ['that it is something else', { status: 'trusted' }],
    ['what nobody asked for', { letInAt: AT }],
  ])('is not %s', (_, more) => {
    expect(PartnerSettings.safeParse({ ...settings(), ...more }).success).toBe(false)
  })

  it('has no other kind of partner, and no pause by a test without its numbers', () => {
    const pausedBecause = { reason: 'duplicate_rate', at: AT }
    for (const more of [{ partnerId: 'agency' }, { pausedBecause }])
      expect(Partner.safeParse({ ...partner(), ...more }).success).toBe(false)
  })
})

describe('a partner that is changed', () => {
  const [later, latest] = ['2026-11-05T08:00:00.000Z', '2026-11-09T08:00:00.000Z'] as const
  const said = (before: Partner | undefined, at: string, more: Partial<PartnerSettings> = {}) =>
    partnerWith(before, { partnerId: 'pt_agency', settings: settings(more), at })
  const evidence = { from: DAY, to: DAY, samples: 200, bad: 60, rate: 0.3, expectedSamples: 90 }
  const because: PausedBecause = {
    reason: 'duplicate_rate',
    at: later,
    evidence: { ...evidence, p0: 0.1, p1: 0.2, alpha: 0.001, beta: 0.1 },
  }

  it('is let in from the moment that it is active, and stays so', () => {
    const replaced = said(partner(), later, { name: '乙广告' })
    expect(replaced).toMatchObject({ version: 2, createdAt: AT, updatedAt: later, letInAt: AT })
    expect(replaced.pausedBecause).toBeUndefined()
  })

  it('is let in anew after a pause', () => {
    const paused = said(partner(), later, { status: 'paused' })
    expect(paused).toMatchObject({ letInAt: AT, pausedBecause: { reason: 'operator', at: later } })
    expect(said(paused, latest)).toMatchObject({ version: 3, letInAt: latest, settings: { status: 'active' } })
    expect(said(paused, latest).pausedBecause).toBeUndefined()
  })

  it('is not let in before it was ever active', () => {
    const paused = said(undefined, AT, { status: 'paused' })
    expect(paused).toMatchObject({ version: 1, pausedBecause: { reason: 'operator', at: AT } })
    expect(paused.letInAt).toBeUndefined()
  })

  it('that a test paused stays so for that reason, whatever else is changed', () => {
    const paused = pausedPartner(partner(), because)
    expect(paused).toMatchObject({ version: 2, updatedAt: later, settings: { status: 'paused' }, letInAt: AT })
    expect(Partner.parse(paused)).toEqual(paused)
    const renamed = said(paused, latest, { status: 'paused', name: '乙广告' })
    expect(renamed).toMatchObject({ version: 3, pausedBecause: because, settings: { name: '乙广告' } })
  })
})

type Answer =
  | { outcome: 'accepted'; priceFen: number }
  | { outcome: 'duplicate' | 'joined' }
  | { outcome: 'rejected'; reason: Extract<BroughtLead, { outcome: 'rejected' }>['reason'] }

const brought = (n: number, day: string, answer: Answer, campaignId = 'spring'): BroughtLead => ({
  leadId: leadIdOf(n),
  at: `${day}T08:00:00.000Z`,
  day,
  campaignId,
  ...answer,
})
const accepted = (n: number, day: string, priceFen = 8000, campaignId = 'spring') =>
  brought(n, day, { outcome: 'accepted', priceFen }, campaignId)

describe('a statement', () => {
  const november = [
    accepted(1, '2026-11-02'),
    accepted(2, '2026-11-02'),
    brought(1, '2026-11-02', { outcome: 'duplicate' }),
    brought(3, '2026-11-02', { outcome: 'rejected', reason: 'spam' }),
    brought(4, '2026-11-02', { outcome: 'rejected', reason: 'daily_cap' }),
    accepted(5, '2026-11-02', 9000, 'autumn'),
    accepted(6, '2026-11-01'),
  ]

  it('bills what was accepted, by day and campaign, and nothing else', () => {
    const { rows, totals, month } = statementOf('2026-11', november)
    expect(rows).toMatchObject([
      { day: '2026-11-01', campaignId: 'spring', accepted: 1, duplicates: 0, priceFen: 8000, amountFen: 8000 },
      { day: '2026-11-02', campaignId: 'autumn', accepted: 1, duplicates: 0, priceFen: 9000, amountFen: 9000 },
      { day: '2026-11-02', campaignId: 'spring', accepted: 2, duplicates: 1, priceFen: 8000, amountFen: 16_000 },
    ])
    expect(rows[2]?.rejected).toMatchObject({ spam: 1, daily_cap: 1, partner_paused: 0 })
    expect(totals).toMatchObject({ accepted: 4, duplicates: 1, amountFen: 33_000 })
    expect(month).toBe('2026-11')
  })

  it('bills a lead once, though it was accepted again in a later month', () => {
    const again = [...november, accepted(1, '2026-12-05')]
    expect(statementOf('2026-12', again).totals).toMatchObject({ accepted: 0, duplicates: 1, amountFen: 0 })
    expect(statementOf('2026-11', again)).toEqual(statementOf('2026-11', november))
  })

  it('bills a lead that was rejected at first when it is accepted', () => {
    const leads = [brought(1, DAY, { outcome: 'rejected', reason: 'campaign_closed' }), accepted(1, '2026-11-21')]
    expect(statementOf('2026-11', leads).totals).toMatchObject({ accepted: 1, amountFen: 8000 })
  })

  it('says of every lead what is owed for it, in the order of time', () => {
    const { leads } = statementOf('2026-11', [...november, brought(7, '2026-11-03', { outcome: 'joined' })])
    expect(leads.map(({ outcome, amountFen }) => `${outcome} ${amountFen}`)).toEqual([
      'accepted 8000',
      'accepted 8000',
      'accepted 8000',
      'duplicate 0',
      'rejected 0',
      'rejected 0',
      'accepted 9000',
      'joined 0',
    ])
    expect(leads.map((lead) => BroughtLead.safeParse(lead).success)).not.toContain(false)
  })

  it('does not bill a lead that joined another', () => {
    const { totals } = statementOf('2026-11', [accepted(1, DAY), brought(2, DAY, { outcome: 'joined' })])
    expect(totals).toMatchObject({ accepted: 1, duplicates: 0, joined: 1, amountFen: 8000 })
  })

  it('names no price where there were two on a day, or none', () => {
    const changed = statementOf('2026-11', [accepted(1, DAY), accepted(2, DAY, 9000), accepted(3, DAY)])
    expect(changed.rows).toMatchObject([{ priceFen: null, accepted: 3, amountFen: 25_000 }])
    expect(statementOf('2026-11', [brought(1, DAY, { outcome: 'duplicate' })]).rows).toMatchObject([
      { priceFen: null, amountFen: 0 },
    ])
  })

  it('has the same columns whatever happened', () => {
    const columns = (leads: BroughtLead[]) => Object.keys(statementOf('2026-11', leads).totals.rejected)
    expect(columns([])).toEqual(columns(november))
  })

  it('counts every lead once in its rows and in its totals, in whatever order they come', () => {
    const anyBrought = fc.uniqueArray(
      fc.record({
        minute: fc.nat(59),
        lead: fc.nat(4),
        date: fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02'),
        price: fc.option(fc.constantFrom(8000, 9000)),
      }),
      { selector: ({ minute }) => minute, maxLength: 20 },
    )
    const leads = anyBrought.map((all) =>
      all.map(({ minute, lead, date, price }) => ({
        ...brought(lead, date, price === null ? { outcome: 'duplicate' } : { outcome: 'accepted', priceFen: price }),
        at: `${date}T08:${String(minute).padStart(2, '0')}:00.000Z`,
      })),
    )
    fc.assert(
      fc.property(leads, (all) => {
        const { rows, totals, leads } = statementOf('2026-11', all)
        const sum = (name: 'accepted' | 'duplicates' | 'amountFen') => rows.reduce((total, row) => total + row[name], 0)
        expect(sum('accepted') + sum('duplicates')).toBe(all.filter(({ day }) => day >= '2026-11-01').length)
        expect(totals).toMatchObject({ accepted: sum('accepted'), amountFen: sum('amountFen') })
        expect(totals.accepted).toBeLessThanOrEqual(new Set(all.map(({ leadId }) => leadId)).size)
        expect(statementOf('2026-11', all.toReversed())).toEqual({ month: '2026-11', leads, rows, totals })
      }),
    )
  })
})
