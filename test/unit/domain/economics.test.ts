import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakEvenFen, type Economics } from '../../../shared/domain/economics.ts'

const economics: Economics = {
  annualYieldBps: 1200,
  fundingCostBps: 300,
  lossRateBps: 300,
  utilisation: 0.5,
  months: 24,
  operatingCostFen: 50_000,
}

describe('the break-even of a credited customer', () => {
  it('is what the drawn part of the limit earns over its time, less what it costs to serve', () => {
    // 300,000 yuan × 50 % × 6 % × 2 years = 18,000 yuan, less 500.
    expect(breakEvenFen(economics, 30_000_000)).toBe(1_750_000)
  })

  it('is exact to the fen whatever share is drawn', () => {
    // 100,000 yuan × 29 % × 6 % × 2 years = 3,480 yuan, less 500.
    expect(breakEvenFen({ ...economics, utilisation: 0.29 }, 10_000_000)).toBe(298_000)
    expect(breakEvenFen({ ...economics, utilisation: 0.07, operatingCostFen: 0 }, 10_000_000)).toBe(84_000)
  })

  it('is nothing where money is lost on every customer', () => {
    expect(breakEvenFen({ ...economics, lossRateBps: 2000 }, 30_000_000)).toBe(0)
    expect(breakEvenFen(economics, 0)).toBe(0)
  })

  it('never falls as the limit grows, and never rises as losses do', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.nat(1_000_000), fc.nat(3000), (limit, more, loss) => {
        const at = { ...economics, lossRateBps: loss }
        expect(breakEvenFen(at, limit + more)).toBeGreaterThanOrEqual(
          breakEvenFen({ ...at, lossRateBps: Math.max(loss, 900) }, limit),
        )
        expect(breakEvenFen({ ...at, lossRateBps: loss + 100 }, limit)).toBeLessThanOrEqual(breakEvenFen(at, limit))
      }),
    )
  })
})
