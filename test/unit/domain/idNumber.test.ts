import { describe, expect, it } from 'vitest'
import { ageOn, IdNumber, normalizeIdNumber } from '../../../shared/domain/idNumber.ts'

/** Synthetic; the first is the sample of GB 11643-1999 itself. */
const VALID = [
  '11010519491231002X',
  '440301199001010012',
  '310101198506151238',
  '110101199003079016',
  '350102198812305569',
]

describe('normalizeIdNumber', () => {
  it.each(VALID)('takes %s, however it is written', (id) => {
    expect(normalizeIdNumber(id)).toBe(id)
    expect(normalizeIdNumber(` ${id.toLowerCase().slice(0, 6)} ${id.toLowerCase().slice(6)} `)).toBe(id)
  })

  it.each(VALID)('refuses %s with any other last character', (id) => {
    for (const check of '0123456789X')
      if (check !== id.charAt(17)) expect(normalizeIdNumber(id.slice(0, 17) + check)).toBeUndefined()
  })

  it.each(VALID)('refuses %s with any one digit changed', (id) => {
    for (let i = 0; i < 17; i++) {
      const changed = (Number(id.charAt(i)) + 1) % 10
      expect(normalizeIdNumber(id.slice(0, i) + changed + id.slice(i + 1))).toBeUndefined()
    }
  })

  it.each([
    ['440301199002300017', 'the 30th of February, with a check digit that fits'],
    ['440301199013010014', 'a thirteenth month, with a check digit that fits'],
    ['000000199001010013', 'no such province'],
    ['110105491231002', 'a card of the first generation'],
    ['X1010519491231002', 'X in front'],
    ['', 'nothing'],
  ])('refuses %s: %s', (id) => {
    expect(normalizeIdNumber(id)).toBeUndefined()
  })
})

describe('IdNumber', () => {
  it('says of 15 digits that such numbers are no longer valid', () => {
    const issue = IdNumber.safeParse('110105491231002').error?.issues[0]
    expect(issue?.message).toMatch(/15 digits are no longer valid/)
  })
})

describe('ageOn', () => {
  it.each([
    ['2025-12-31', 35],
    ['2026-01-01', 36],
    ['2008-01-01', 18],
    ['2007-12-31', 17],
  ])('on %s somebody born on the first of January 1990 is %i', (day, age) => {
    expect(ageOn('440301199001010012', day)).toBe(age)
  })
})
