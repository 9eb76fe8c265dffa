import { describe, expect, it } from 'vitest'
import { normalizePhone } from '../../../shared/domain/phone.ts'

describe('normalizePhone', () => {
  it.each([
    ['13800138000'],
    ['+8613800138000'],
    ['+86 138 0013 8000'],
    ['008613800138000'],
    ['8613800138000'],
    ['138-0013-8000'],
    ['138‑0013‑8000'],
    ['(138) 0013.8000'],
    ['１３８００１３８０００'],
    ['＋８６　１３８　００１３　８０００'],
  ])('takes %s for 13800138000', (written) => {
    expect(normalizePhone(written)).toBe('13800138000')
  })

  it.each([
    ['12800138000', 'no such range'],
    ['1380013800', 'a digit short'],
    ['138001380000', 'a digit long'],
    ['+1 415 555 0100', 'another country'],
    ['010-65551234', 'a landline'],
    ['138001380oo', 'letters'],
    ['', 'nothing'],
    ['+86+8613800138000', 'the prefix twice'],
  ])('takes %s for none: %s', (written) => {
    expect(normalizePhone(written)).toBeUndefined()
  })

  it('takes virtual operators too, which the bank may decline later', () => {
    expect(normalizePhone('17012345678')).toBe('17012345678')
  })

  it('reads 100,000 characters of separators in no time', () => {
    const started = performance.now()
    expect(normalizePhone(`${'- '.repeat(50_000)}1`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(500)
  })
})
