import { describe, expect, it } from 'vitest'
import { normalizeUscc } from '../../../shared/domain/uscc.ts'

const VALID = [
  '91110000MA0TETT03R',
  '91110000123456788M',
  '91110000MA5FAKE161',
  '92440300MA0TETT03N',
  '92440300123456788J',
  '92440300MA5FAKE16X',
  '93310000MA0TETT031',
  '93310000123456788W',
  '93310000MA5FAKE168',
]

describe('normalizeUscc', () => {
  it.each(VALID)('takes the published vector %s', (code) => {
    expect(normalizeUscc(code)).toBe(code)
    expect(normalizeUscc(` ${code.toLowerCase().slice(0, 8)}-${code.slice(8)} `)).toBe(code)
  })

  it.each(VALID)('refuses %s with any one character changed', (code) => {
    for (let i = 2; i < 18; i++) {
      const changed = code.charAt(i) === '1' ? '2' : '1'
      expect(normalizeUscc(code.slice(0, i) + changed + code.slice(i + 1))).toBeUndefined()
    }
  })

  it.each([
    ['110000123456788', 'a 15-digit registration number'],
    ['51110000123456788M', 'another kind of organisation'],
    ['91110000MA0TETT03I', 'a letter that is not in the alphabet'],
    ['', 'nothing'],
  ])('refuses %s: %s', (code) => {
    expect(normalizeUscc(code)).toBeUndefined()
  })
})
