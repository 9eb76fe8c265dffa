import { describe, expect, it } from 'vitest'
import { type CounterRow, funnelRows } from '../../../shared/domain/funnel.ts'

const row = (day: string, platform: string, counts: CounterRow['counts']): CounterRow => ({
  day,
  dimensions: { platform, account: '-', ad: 'a', creative: '-', partner: '-' },
  counts,
  amounts: {},
})

describe('funnelRows', () => {
  const rows = [
    row('2026-11-25', 'meta', { visited: 10, captured: 4 }),
    row('2026-11-25', 'meta', { captured: 1, repeated: 2 }),
    row('2026-11-24', 'baidu', { visited: 5, captured: 1, followed: 3, registered: 1 }),
  ]

  it('adds up shards and groups, in the order of the groups', () => {
    const found = funnelRows('landing_page', rows, [], ['day', 'platform'])
    expect(found.map(({ group }) => group)).toEqual([
      { day: '2026-11-24', platform: 'baidu' },
      { day: '2026-11-25', platform: 'meta' },
    ])
    expect(found[1]?.counts).toMatchObject({ visited: 10, captured: 5, repeated: 2, disbursed: 0 })
  })

  it('adds everything up where no grouping is asked for, also nothing', () => {
    expect(funnelRows('landing_page', rows, [], [])[0]?.counts.visited).toBe(15)
    expect(funnelRows('landing_page', [], [], [])[0]?.counts.visited).toBe(0)
    expect(funnelRows('landing_page', [], [], ['day'])).toEqual([])
  })

  it('measures registration against captures, against follows where the chain asks to follow, and in a mini program against visits', () => {
    expect(funnelRows('landing_page', rows, [], [])[0]?.rates.registrationRate).toBeCloseTo(1 / 6)
    expect(funnelRows('wecom', rows, [], [])[0]?.rates.registrationRate).toBeCloseTo(1 / 3)
    expect(funnelRows('mini_program', rows, [], [])[0]?.rates.registrationRate).toBeCloseTo(1 / 15)
  })

  it('shows no rate over nothing and none above 1', () => {
    const [total] = funnelRows(
      'landing_page',
      [row('2026-11-25', 'meta', { followed: 3, visited: 2, disbursed: 1 })],
      [],
      [],
    )
    expect(total?.rates).toEqual({
      followRate: 1,
      registrationRate: null,
      completionRate: null,
      approvalRate: null,
      drawDownRate: null,
    })
  })
})

describe('money in a funnel', () => {
  const counted = (day: string, ad: string, counts: CounterRow['counts'], limitFen = 0): CounterRow => ({
    day,
    dimensions: { platform: 'meta', account: '-', ad, creative: 'x', partner: '-' },
    counts,
    amounts: limitFen > 0 ? { limitFen } : {},
  })
  const rows = [
    counted('2026-11-24', 'a', { captured: 3, credited: 2 }, 10_000_000),
    counted('2026-11-25', 'b', { captured: 4 }),
  ]
  const spend = [
    { day: '2026-11-24', platform: 'meta', account: '-', ad: 'a', amountFen: 1000 },
    { day: '2026-11-24', platform: 'baidu', account: 'x', ad: 'c', amountFen: 500 },
  ]

  it('is the spend of the group, for each milestone and for the limits granted', () => {
    const [total] = funnelRows('landing_page', rows, spend, [])
    expect(total).toMatchObject({ spendFen: 1500, amounts: { limitFen: 10_000_000 }, creditCostRate: 0.00015 })
    expect(total?.costs).toEqual({
      visited: null,
      captured: 214,
      followed: null,
      registered: null,
      applied: null,
      credited: 750,
      disbursed: null,
    })
  })

  it('shows groups that only cost, and groups that cost nothing', () => {
    const found = funnelRows('landing_page', rows, spend, ['platform', 'ad'])
    expect(found.map(({ group, spendFen, creditCostRate }) => ({ ...group, spendFen, creditCostRate }))).toEqual([
      { platform: 'baidu', ad: 'c', spendFen: 500, creditCostRate: null },
      { platform: 'meta', ad: 'a', spendFen: 1000, creditCostRate: 0.0001 },
      { platform: 'meta', ad: 'b', spendFen: 0, creditCostRate: null },
    ])
  })

  it('is counted where the page counts, which knows ads with plain names only', () => {
    const named = [
      { day: '2026-11-24', platform: 'meta', account: '-', ad: '春季', amountFen: 10 },
      { day: '2026-11-24', platform: 'meta', account: '-', ad: 'a|b', amountFen: 20 },
    ]
    const found = funnelRows('landing_page', [counted('2026-11-24', 'other', { captured: 3 })], named, ['ad'])
    expect(found).toMatchObject([{ group: { ad: 'other' }, spendFen: 30, costs: { captured: 10 } }])
  })

  it('is not told by what spend is not known by', () => {
    for (const row of funnelRows('landing_page', rows, spend, ['ad', 'creative'])) {
      expect(row.spendFen).toBeNull()
      expect(row.costs.captured).toBeNull()
      expect(row.creditCostRate).toBeNull()
    }
  })
})
