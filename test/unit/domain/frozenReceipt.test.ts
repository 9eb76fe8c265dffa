import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute } from '../../../shared/domain/attribution.ts'
import { DEFAULT_RULES } from '../../../shared/domain/attributionRules.ts'
import { FrozenReceipt, frozen, thawed, withoutLosers } from '../../../shared/domain/frozenReceipt.ts'
import { Receipt } from '../../../shared/domain/receipt.ts'
import { AT, anyCandidates, anyRules, click, DAY_MS } from './sampleCandidates.ts'

const touches = { touch: { clickIds: { gdt_vid: 'a' } }, firstTouch: { clickIds: { gdt_vid: 'b', click_id: 'a' } } }

describe('a receipt as its lead keeps it', () => {
  it('says all that the receipt said but by which ids its sources were joined', () => {
    fc.assert(
      fc.property(anyCandidates, anyRules, (candidates, rules) => {
        const receipt = attribute(candidates, rules, AT)
        const kept = FrozenReceipt.parse(JSON.parse(JSON.stringify(frozen(receipt, touches))))
        const unjoined = receipt.candidates.map(({ joinId, ...candidate }) => candidate)
        expect(Receipt.parse(thawed(kept, touches))).toEqual({ ...receipt, candidates: unjoined })
      }),
    )
  })

  it('writes no click id twice that the lead itself has', () => {
    const ids = { clickIds: { gdt_vid: 'a', click_id: 'other' } }
    const { candidates } = frozen(attribute([click('1', 0, ids)], DEFAULT_RULES, AT), touches)
    expect(candidates[0]?.clickIds).toEqual({ gdt_vid: 0, click_id: 'other' })
  })

  it('goes without the candidates that are owed nothing, and counts them', () => {
    const candidates = [click('old', 40 * DAY_MS), click('1', 2 * DAY_MS), click('2', DAY_MS), click('3', 0)]
    const receipt = attribute(candidates, { ...DEFAULT_RULES, model: 'first_click' }, AT)
    const less = thawed(withoutLosers(frozen(receipt, touches)), touches)
    expect(less).toMatchObject({ leftOut: 3, winner: 0, dimensions: { ad: '1' } })
    expect(less.candidates.map(({ dimensions }) => dimensions.ad)).toEqual(['1'])
  })

  it('keeps all that have a part of the lead', () => {
    const candidates = [click('1', 2 * DAY_MS), click('2', DAY_MS), click('3', 0)]
    const kept = frozen(attribute(candidates, { ...DEFAULT_RULES, model: 'position_based' }, AT), touches)
    expect(withoutLosers(kept)).toEqual(kept)
  })

  it('of nothing that is owed is empty', () => {
    const kept = frozen(attribute([click('old', 40 * DAY_MS)], DEFAULT_RULES, AT), touches)
    expect(thawed(withoutLosers(kept), touches)).toMatchObject({ candidates: [], leftOut: 1, dimensions: { ad: '-' } })
  })
})
