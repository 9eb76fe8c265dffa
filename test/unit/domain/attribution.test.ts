import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, reattribute } from '../../../shared/domain/attribution.ts'
import { AttributionRules, DEFAULT_RULES, RULE_VERSION } from '../../../shared/domain/attributionRules.ts'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import type { Candidate } from '../../../shared/domain/candidate.ts'
import { MAX_CANDIDATES, Receipt } from '../../../shared/domain/receipt.ts'
import { NO_DIMENSIONS } from '../../../shared/domain/touch.ts'
import { AT, anyCandidates, anyRules, click, DAY_MS, HOUR_MS, MINUTE_MS, view } from './sampleCandidates.ts'

const WINDOW_MS = 30 * DAY_MS
const rulesOf = (more: Partial<AttributionRules>): AttributionRules => ({ ...DEFAULT_RULES, ...more })

/** What the rules say of each candidate, by time: its ad, the reason and the weight. */
const told = (candidates: Candidate[], rules = DEFAULT_RULES) =>
  attribute(candidates, rules, AT).candidates.map(({ dimensions: { ad }, reason, weight }) => [ad, reason, weight])

const reasonOf = (candidate: Candidate, rules = DEFAULT_RULES) =>
  attribute([candidate], rules, AT).candidates[0]?.reason

describe('a window', () => {
  const views = rulesOf({ viewWindowHours: 24 })
  it.each<[string, Candidate, AttributionRules, string]>([
    ['a click at its exact end', click('1', WINDOW_MS), DEFAULT_RULES, 'winner'],
    ['a click a millisecond before', click('1', WINDOW_MS + 1), DEFAULT_RULES, 'outside_click_window'],
    ['a click at the moment itself', click('1', 0), DEFAULT_RULES, 'winner'],
    ['a click five minutes later, by another clock', click('1', -5 * MINUTE_MS), DEFAULT_RULES, 'winner'],
    ['a click later than that', click('1', -5 * MINUTE_MS - 1), DEFAULT_RULES, 'in_the_future'],
    ['a view at its exact end', view('1', DAY_MS), views, 'winner'],
    ['a view a millisecond before', view('1', DAY_MS + 1), views, 'outside_view_window'],
    ['a view where none is wanted', view('1', 0), DEFAULT_RULES, 'outside_view_window'],
    ['a visit without an ad', click('-', 1, { dimensions: NO_DIMENSIONS }), DEFAULT_RULES, 'no_ad'],
    [
      'a visit by a partner',
      click('-', 1, { dimensions: { ...NO_DIMENSIONS, partner: 'pt_a' } }),
      DEFAULT_RULES,
      'winner',
    ],
  ])('judges %s', (_, candidate, rules, reason) => {
    expect(reasonOf(candidate, rules)).toBe(reason)
  })

  it('leaves a lead to no ad when nothing lies within it', () => {
    const { winner, dimensions, candidates } = attribute([click('1', WINDOW_MS + 1)], DEFAULT_RULES, AT)
    expect(winner).toBeUndefined()
    expect(dimensions).toEqual(NO_DIMENSIONS)
    expect(candidates).toMatchObject([{ eligible: false, weight: 0 }])
    expect(attribute([], DEFAULT_RULES, AT)).toEqual({
      ruleVersion: RULE_VERSION,
      rules: DEFAULT_RULES,
      at: AT,
      candidates: [],
      leftOut: 0,
      dimensions: NO_DIMENSIONS,
    })
  })
})

describe('the winner', () => {
  const three = [click('1', 3 * DAY_MS), click('2', 2 * DAY_MS), click('3', DAY_MS)]

  it.each<[AttributionRules['model'], number, string[], number[]]>([
    ['last_click', 3, ['earlier_click', 'earlier_click', 'winner'], [0, 0, 1]],
    ['first_click', 3, ['winner', 'later_click', 'later_click'], [1, 0, 0]],
    ['position_based', 3, ['shares', 'shares', 'winner'], [0.4, 0.2, 0.4]],
    ['position_based', 2, ['shares', 'winner'], [0.5, 0.5]],
    ['position_based', 1, ['winner'], [1]],
  ])('by %s, of %i clicks', (model, clicks, reasons, weights) => {
    const { candidates } = attribute(three.slice(-clicks), rulesOf({ model }), AT)
    expect(candidates.map(({ reason }) => reason)).toEqual(reasons)
    expect(candidates.map(({ weight }) => weight)).toEqual(weights)
  })

  it('is a click where views were later', () => {
    const rules = rulesOf({ viewWindowHours: 48 })
    const candidates = [click('1', 3 * DAY_MS), view('2', DAY_MS), view('3', HOUR_MS)]
    expect(told(candidates, rules)).toEqual([
      ['1', 'winner', 1],
      ['2', 'click_beats_view', 0],
      ['3', 'click_beats_view', 0],
    ])
    expect(told(candidates.slice(1), rules)).toEqual([
      ['2', 'earlier_view', 0],
      ['3', 'winner', 1],
    ])
    expect(told(candidates.slice(1), { ...rules, model: 'first_click' })[1]).toEqual(['3', 'later_view', 0])
  })

  it('among clicks of the same moment is the same whichever came first to us', () => {
    const same = [click('1', HOUR_MS), click('2', HOUR_MS)]
    const expected = [
      ['1', 'same_moment', 0],
      ['2', 'winner', 1],
    ]
    expect(told(same)).toEqual(expected)
    expect(told(same.toReversed())).toEqual(expected)
  })

  it('shares between the first and the last to the thousandth, the later having what is left over', () => {
    const nine = Array.from({ length: 9 }, (_, i) => click(`${i}`, (9 - i) * HOUR_MS))
    const weights = told(nine, rulesOf({ model: 'position_based' })).map(([, , weight]) => weight)
    expect(weights).toEqual([0.4, 0.028, 0.028, 0.028, 0.029, 0.029, 0.029, 0.029, 0.4])
  })
})

describe('a receipt', () => {
  const many = Array.from({ length: 60 }, (_, i) => click(`${i}`, (60 - i) * HOUR_MS))

  it('keeps the ends and the newest of many candidates, and says how many it left out', () => {
    const old = click('old', 80 * DAY_MS)
    const { candidates, leftOut } = attribute([...many, old], DEFAULT_RULES, AT)
    const newest = Array.from({ length: 18 }, (_, i) => `${42 + i}`)
    expect(candidates.map(({ dimensions: { ad } }) => ad)).toEqual(['old', '0', ...newest])
    expect(leftOut).toBe(41)
    expect(attribute(many, rulesOf({ model: 'first_click' }), AT).dimensions.ad).toBe('0')
  })

  it('keeps clicks before visits without an ad, however many come after', () => {
    const visits = Array.from({ length: 40 }, (_, i) => click('-', i, { dimensions: NO_DIMENSIONS }))
    const { candidates } = attribute([...many.slice(0, 10), ...visits], DEFAULT_RULES, AT)
    expect(candidates).toHaveLength(MAX_CANDIDATES)
    expect(candidates.filter(({ eligible }) => eligible)).toHaveLength(10)
  })

  it('is stored and read as it is, without anything that does not belong there', () => {
    const receipt = attribute(many, rulesOf({ model: 'position_based' }), AT)
    const stored = JSON.parse(JSON.stringify(receipt))
    expect(Receipt.parse(stored)).toEqual(receipt)
    stored.candidates[0].phone = '13800138000'
    expect(Receipt.parse(stored)).toEqual(receipt)
    expect(JSON.stringify(receipt).length).toBeLessThan(MAX_CANDIDATES * 300)
  })
})

describe('the rules', () => {
  it('are those that a campaign has which states none', () => {
    const windows = CampaignSettings.shape.attribution.parse(undefined)
    expect(AttributionRules.parse(windows)).toEqual(DEFAULT_RULES)
  })

  it.each([{ clickWindowDays: 0 }, { clickWindowDays: 91 }, { viewWindowHours: 169 }, { model: 'linear' }])(
    'are not %j',
    (rules) => expect(AttributionRules.safeParse(rules).success).toBe(false),
  )
})

describe('whatever the candidates', () => {
  const thousandths = (receipt: Receipt) => receipt.candidates.map(({ weight }) => Math.round(weight * 1000))

  it('their order changes nothing', () => {
    const shuffled = anyCandidates.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(shuffled, anyRules, ([all, other], rules) => {
        expect(attribute(other, rules, AT)).toEqual(attribute(all, rules, AT))
      }),
    )
  })

  it('weights add up to a whole lead or none, of eligible ones only, and the heaviest wins', () => {
    fc.assert(
      fc.property(anyCandidates, anyRules, (all, rules) => {
        const receipt = attribute(all, rules, AT)
        const [weights, { candidates, winner, dimensions }] = [thousandths(receipt), receipt]
        const sum = weights.reduce((a, b) => a + b, 0)
        expect(sum).toBe(candidates.some(({ eligible }) => eligible) ? 1000 : 0)
        expect(candidates.every(({ eligible, weight }) => eligible || weight === 0)).toBe(true)
        expect(winner).toBe(sum === 0 ? undefined : weights.lastIndexOf(Math.max(...weights)))
        expect(dimensions).toEqual(winner === undefined ? NO_DIMENSIONS : candidates[winner]?.dimensions)
        expect(candidates.map(({ reason }) => reason).indexOf('winner')).toBe(winner ?? -1)
        expect(Receipt.parse(receipt)).toEqual(receipt)
      }),
    )
  })

  it('a longer window makes none of them ineligible', () => {
    fc.assert(
      fc.property(anyCandidates, anyRules, fc.nat(90), fc.nat(168), (all, rules, days, hours) => {
        const receipt = attribute(all, rules, AT)
        const longer = reattribute(receipt, {
          ...rules,
          clickWindowDays: Math.min(90, rules.clickWindowDays + days),
          viewWindowHours: Math.min(168, rules.viewWindowHours + hours),
        })
        expect(longer.candidates.filter(({ eligible }, i) => !eligible && receipt.candidates[i]?.eligible)).toEqual([])
      }),
    )
  })

  it('the same rules again make the same receipt', () => {
    fc.assert(
      fc.property(anyCandidates, anyRules, (all, rules) => {
        const receipt = attribute(all, rules, AT)
        expect(reattribute(receipt, rules)).toEqual(receipt)
      }),
    )
  })
})
