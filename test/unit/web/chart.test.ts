import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { funnelChart } from '../../../shared/web/chart/funnelChart.ts'
import { named, ticks } from '../../../shared/web/chart/scale.ts'
import { trendChart } from '../../../shared/web/chart/trendChart.ts'

describe('an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 50, 100]],
    [0.42, [0, 0.2, 0.4, 0.6]],
    [12_345, [0, 5000, 10_000, 15_000]],
  ])('up to %d is named at %j', (largest, expected) => {
    expect(ticks(largest)).toEqual(expected)
  })

  it('always reaches its largest value, with few names', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (largest) => {
        const all = ticks(largest)
        expect(all.at(-1)).toBeGreaterThanOrEqual(largest)
        expect(all.length).toBeLessThanOrEqual(6)
      }),
    )
  })

  it('names the first and the last of many days, and not too many between', () => {
    const days = Array.from({ length: 60 }, (_, i) => i)
    const at = named(days, 7).map(({ one }) => one)
    expect([at[0], at.at(-1)]).toEqual([0, 59])
    expect(at.length).toBeLessThanOrEqual(8)
    expect(named([1], 7)).toEqual([{ at: 0, one: 1 }])
  })
})

describe('a funnel', () => {
  it('draws each step as wide as its count and says it in words', () => {
    const text = String(
      funnelChart({
        title: 'Funnel',
        steps: [
          { label: 'visited', count: 200, countText: '200' },
          { label: 'captured', count: 50, countText: '50', share: '25%' },
          { label: 'applied', count: 0, countText: '0' },
        ],
      }),
    )
    expect([...text.matchAll(/class="bar"[^>]* width="(\d+)"/g)].map(([, width]) => Number(width))).toEqual([
      248, 62, 0,
    ])
    expect(text).toContain('aria-label="Funnel: visited 200, captured 50 (25%), applied 0"')
  })

  it('shows markup in a label as text', () => {
    const steps = [{ label: '<script>', count: 1, countText: '1' }]
    expect(String(funnelChart({ title: '"><b>', steps }))).not.toMatch(/<script>|<b>/)
  })
})

describe('a trend', () => {
  it('is broken where a day has no value', () => {
    const series = [{ label: 'rate', values: [0, null, 1, 0.5] }]
    const text = String(trendChart({ title: 'Rate', days: ['1', '2', '3', '4'], series, text: String }))
    expect(/ d="([^"]+)"/.exec(text)?.[1]).toBe('M52 212M330.7 12L470 112')
  })

  it('of one day or of none is drawn all the same', () => {
    for (const days of [[], ['1']])
      expect(
        String(trendChart({ title: 'T', days, series: [{ label: 'a', values: days.map(() => 3) }], text: String })),
      ).toContain('<svg')
  })
})
