import { describe, expect, it } from 'vitest'
import { normalizeBankCard } from '../../../shared/domain/bankCard.ts'

const VALID = ['6222021000000000009', '6217000000000000004', '622848000000000007', '9558800000000000000']

describe('normalizeBankCard', () => {
  it.each(VALID)('takes %s, with spaces and full-width digits too', (card) => {
    expect(normalizeBankCard(card)).toBe(card)
    expect(normalizeBankCard(card.replace(/(.{4})/g, '$1 '))).toBe(card)
    expect(normalizeBankCard(card.replaceAll('0', '０'))).toBe(card)
  })

  it.each(VALID)('refuses %s with any one digit changed', (card) => {
    for (let i = 0; i < card.length; i++) {
      const changed = (Number(card.charAt(i)) + 1) % 10
      expect(normalizeBankCard(card.slice(0, i) + changed + card.slice(i + 1))).toBeUndefined()
    }
  })

  it.each([
    ['62220210000', 'too short'],
    ['62220210000000000090', 'too long'],
    ['622202100000000000a', 'a letter'],
    ['', 'nothing'],
  ])('refuses %s: %s', (card) => {
    expect(normalizeBankCard(card)).toBeUndefined()
  })
})
