import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit, Partner, type PartnerTerms } from '../../../shared/domain/partner.ts'
import { type BroughtLead, statementOf } from '../../../shared/domain/partnerStatement.ts'

const DAY = '2026-11-20'
const terms = (more: Partial<PartnerTerms> = {}): PartnerTerms => ({
  from: '2026-11-01',
  to: '2026-11-30',
  campaignIds: ['spring'],
  pricePerLeadFen: 8000,
  ...more,
})
const partner = (more: Partial<Partner> = {}): Partner => ({
  partnerId: 'pt_agency',
  name: '甲广告',
  status: 'active',
  terms: [terms()],
  limits: {},
  ...more,
})

describe('the gate', () => {
  const admitted = { status: 'admitted', priceFen: 8000 }
  const refused = (reason: string) => ({ status: 'refused', reason })
  const capped = partner({ terms: [terms({ dailyCap: 10 })] })
  const twoPrices = partner({
    terms: [terms({ to: '2026-11-19' }), terms({ from: '2026-11-20', to: undefined, pricePerLeadFen: 9000 })],
  })

  it.each<[string, Partner | undefined, object, object]>([
    ['lets in who is on the list', partner(), {}, admitted],
    ['lets in on the first day', partner(), { day: '2026-11-01' }, admitted],
    ['lets in on the last day', partner(), { day: '2026-11-30' }, admitted],
    ['refuses the day before', partner(), { day: '2026-10-31' }, refused('not_in_terms')],
    ['refuses the day after', partner(), { day: '2026-12-01' }, refused('not_in_terms')],
    ['refuses leads to another campaign', partner(), { campaignId: 'autumn' }, refused('not_in_terms')],
    ['refuses who has no terms', partner({ terms: [] }), {}, refused('not_in_terms')],
    ['refuses who is not known', undefined, {}, refused('partner_unknown')],
    ['refuses who is paused', partner({ status: 'paused' }), {}, refused('partner_paused')],
    ['lets in the last lead of a day', capped, { soFar: 9 }, admitted],
    ['refuses the first beyond it', capped, { soFar: 10 }, refused('daily_cap')],
    ['knows the price of the day', twoPrices, {}, { status: 'admitted', priceFen: 9000 }],
    ['knows the price of the day before', twoPrices, { day: '2026-11-19' }, admitted],
    [
      'lets in for ever where there is no end',
      twoPrices,
      { day: '2031-01-01' },
      { status: 'admitted', priceFen: 9000 },
    ],
  ])('%s', (_, who, lead, expected) => {
    expect(admit(who, { campaignId: 'spring', day: DAY, soFar: 0, ...lead })).toEqual(expected)
  })
})

describe('a partner', () => {
  it.each<[string, Partial<Partner>]>([
    ['without terms', { terms: [] }],
    ['with terms one after the other', { terms: [terms(), terms({ from: '2026-12-01', to: undefined })] }],
    ['with terms in any order', { terms: [terms({ from: '2026-12-01', to: undefined }), terms()] }],
    ['with terms of two campaigns at a time', { terms: [terms(), terms({ campaignIds: ['autumn'] })] }],
    ['that is paused', { status: 'paused', pausedBecause: { reason: 'operator', at: '2026-11-26T08:00:00.000Z' } }],
  ])('may be one %s', (_, more) => {
    expect(Partner.parse(partner(more))).toEqual(partner(more))
  })

  it.each<[string, object]>([
    ['whose terms end before they begin', { terms: [terms({ to: '2026-10-31' })] }],
    ['with two prices on a day', { terms: [terms(), terms({ from: '2026-11-30', to: undefined })] }],
    [
      'with two prices from some day on',
      { terms: [terms({ from: '2026-12-01', to: '2026-12-31' }), terms({ to: undefined })] },
    ],
    ['that names a campaign twice', { terms: [terms({ campaignIds: ['spring', 'spring'] })] }],
    ['with terms of no campaign', { terms: [terms({ campaignIds: [] })] }],
    ['with a part of a fen', { terms: [terms({ pricePerLeadFen: 0.5 })] }],
    ['with a cap of none', { terms: [terms({ dailyCap: 0 })] }],
    ['with another kind of id', { partnerId: 'agency' }],
    [
      'paused by a test without its numbers',
      { pausedBecause: { reason: 'duplicate_rate', at: '2026-11-26T08:00:00Z' } },
    ],
  ])('is none %s', (_, more) => {
    expect(Partner.safeParse({ ...partner(), ...more }).success).toBe(false)
  })
})

type Answer =
  | { outcome: 'accepted'; priceFen: number }
  | { outcome: 'duplicate' }
  | { outcome: 'rejected'; reason: Extract<BroughtLead, { outcome: 'rejected' }>['reason'] }

const brought = (n: number, day: string, answer: Answer, campaignId = 'spring'): BroughtLead => ({
  leadId: `lead-${n}`,
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
        const { rows, totals } = statementOf('2026-11', all)
        const sum = (name: 'accepted' | 'duplicates' | 'amountFen') => rows.reduce((total, row) => total + row[name], 0)
        expect(sum('accepted') + sum('duplicates')).toBe(all.filter(({ day }) => day >= '2026-11-01').length)
        expect(totals).toMatchObject({ accepted: sum('accepted'), amountFen: sum('amountFen') })
        expect(totals.accepted).toBeLessThanOrEqual(new Set(all.map(({ leadId }) => leadId)).size)
        expect(statementOf('2026-11', all.toReversed())).toEqual({ month: '2026-11', rows, totals })
      }),
    )
  })
})
