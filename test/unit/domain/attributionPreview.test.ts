import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute } from '../../../shared/domain/attribution.ts'
import { type Attributed, type PreviewRow, previewChange } from '../../../shared/domain/attributionPreview.ts'
import { type AttributionRules, DEFAULT_RULES } from '../../../shared/domain/attributionRules.ts'
import { split } from '../../../shared/domain/split.ts'
import { AT, anyCandidates, anyRules, click, DAY_MS, HOUR_MS } from './sampleCandidates.ts'

const rulesOf = (more: Partial<AttributionRules>): AttributionRules => ({ ...DEFAULT_RULES, ...more })
const receiptOf = (...candidates: Parameters<typeof attribute>[0]) => attribute(candidates, DEFAULT_RULES, AT)

const NOTHING = { before: 0, after: 0, creditedBefore: 0, creditedAfter: 0, limitFenBefore: 0, limitFenAfter: 0 }
const rowOf = (ad: string, more: Partial<PreviewRow>): PreviewRow => ({
  ...{ platform: 'tencent_ads', account: '-', ad, partner: '-' },
  ...NOTHING,
  ...more,
})

describe('a preview of other rules', () => {
  const [first, between, last] = [click('1', 3 * DAY_MS), click('2', 2 * DAY_MS), click('3', HOUR_MS)]
  const lead: Attributed = { receipt: receiptOf(first, between, last), credited: true, limitFen: 10_001 }

  it('moves a lead, its credit and its limit from one ad to another', () => {
    expect(previewChange([lead], rulesOf({ model: 'first_click' }))).toEqual([
      rowOf('1', { after: 1, creditedAfter: 1, limitFenAfter: 10_001 }),
      rowOf('3', { before: 1, creditedBefore: 1, limitFenBefore: 10_001 }),
    ])
  })

  it('shares them to the thousandth and to the fen', () => {
    expect(previewChange([lead], rulesOf({ model: 'position_based' }))).toEqual([
      rowOf('1', { after: 0.4, creditedAfter: 0.4, limitFenAfter: 4000 }),
      rowOf('2', { after: 0.2, creditedAfter: 0.2, limitFenAfter: 2000 }),
      rowOf('3', {
        before: 1,
        creditedBefore: 1,
        limitFenBefore: 10_001,
        after: 0.4,
        creditedAfter: 0.4,
        limitFenAfter: 4001,
      }),
    ])
  })

  it('leaves to no ad what a shorter window lets go, and gives what a longer one reaches', () => {
    const old = { receipt: receiptOf(click('1', 10 * DAY_MS)) }
    const none = { platform: '-', account: '-', ad: '-', partner: '-' }
    expect(previewChange([old], rulesOf({ clickWindowDays: 7 }))).toEqual([
      { ...none, ...NOTHING, after: 1 },
      rowOf('1', { before: 1 }),
    ])
    const older = { receipt: receiptOf(click('1', 40 * DAY_MS)) }
    expect(previewChange([older], rulesOf({ clickWindowDays: 60 }))).toEqual([
      { ...none, ...NOTHING, before: 1 },
      rowOf('1', { after: 1 }),
    ])
  })

  it('counts no limit of a lead that was not credited', () => {
    expect(previewChange([{ ...lead, credited: false }], DEFAULT_RULES)).toEqual([rowOf('3', { before: 1, after: 1 })])
  })

  it('adds up the creatives of an ad, and keeps the ads of partners apart', () => {
    const by = (creative: string, partner: string) => ({
      receipt: receiptOf(click('1', 1, { dimensions: { ...first.dimensions, creative, partner } })),
    })
    expect(previewChange([by('x', '-'), by('y', '-'), by('x', 'pt_a')], DEFAULT_RULES)).toEqual([
      rowOf('1', { before: 2, after: 2 }),
      { ...rowOf('1', { before: 1, after: 1 }), partner: 'pt_a' },
    ])
  })
})

describe('whatever the leads', () => {
  const anyLead: fc.Arbitrary<Attributed> = fc.record({
    receipt: fc.tuple(anyCandidates, anyRules).map(([candidates, rules]) => attribute(candidates, rules, AT)),
    credited: fc.boolean(),
    limitFen: fc.nat(2_000_000_000),
  })
  const anyLeads = fc.array(anyLead, { maxLength: 8 })

  /** In thousandths and fen, so that nothing is rounded away. */
  const totalOf = (rows: readonly PreviewRow[], name: keyof typeof NOTHING) =>
    rows.reduce((sum, row) => sum + Math.round(row[name] * 1000), 0)

  it('no lead, credit or fen is lost or made', () => {
    fc.assert(
      fc.property(anyLeads, anyRules, (leads, rules) => {
        const rows = previewChange(leads, rules)
        const credited = leads.filter((lead) => lead.credited)
        const limits = credited.reduce((sum, { limitFen = 0 }) => sum + limitFen, 0)
        expect(totalOf(rows, 'before')).toBe(leads.length * 1000)
        expect(totalOf(rows, 'after')).toBe(leads.length * 1000)
        expect(totalOf(rows, 'creditedBefore')).toBe(credited.length * 1000)
        expect(totalOf(rows, 'creditedAfter')).toBe(credited.length * 1000)
        expect(totalOf(rows, 'limitFenBefore')).toBe(limits * 1000)
        expect(totalOf(rows, 'limitFenAfter')).toBe(limits * 1000)
        expect(rows.every((row) => Object.values(row).every((value) => typeof value === 'string' || value >= 0))).toBe(
          true,
        )
      }),
    )
  })

  it('the rules that they have change nothing', () => {
    const sameRules = anyRules.chain((rules) =>
      fc.tuple(
        fc.constant(rules),
        fc.array(
          fc.tuple(anyCandidates, fc.boolean(), fc.nat(1_000_000)).map(([candidates, credited, limitFen]) => ({
            receipt: attribute(candidates, rules, AT),
            credited,
            limitFen,
          })),
          { maxLength: 5 },
        ),
      ),
    )
    fc.assert(
      fc.property(sameRules, ([rules, leads]) => {
        for (const row of previewChange(leads, rules)) {
          const { before, creditedBefore, limitFenBefore } = row
          expect(row).toMatchObject({ after: before, creditedAfter: creditedBefore, limitFenAfter: limitFenBefore })
        }
      }),
    )
  })

  it('their order changes nothing', () => {
    const shuffled = anyLeads.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, anyRules, ([all, other], rules) => {
        expect(previewChange(other, rules)).toEqual(previewChange(all, rules))
      }),
    )
  })
})

describe('a split', () => {
  it('adds up to the whole, each part less than one from its exact share', () => {
    const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }).filter((all) => all.some((one) => one > 0))
    fc.assert(
      fc.property(fc.nat(10_000_000_000), weights, (total, all) => {
        const parts = split(total, all)
        const whole = all.reduce((a, b) => a + b, 0)
        expect(parts.reduce((a, b) => a + b, 0)).toBe(total)
        expect(parts.every((part, i) => Math.abs(part - (total * (all[i] ?? 0)) / whole) < 1)).toBe(true)
      }),
    )
  })
})
