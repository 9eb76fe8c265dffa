import { describe, expect, it } from 'vitest'
import { isSpent, recentSends, type SentCode, sendWait } from '../../../shared/domain/phoneCode.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const NOW = Date.parse('2026-11-27T08:00:00Z')

describe('when another code may be sent', () => {
  it.each([
    ['nothing was sent', [], 0],
    ['one was sent this moment', [NOW], MINUTE],
    ['one was sent 59 seconds ago', [NOW - 59_000], 1000],
    ['one was sent a minute ago', [NOW - MINUTE], 0],
    ['four were sent today', [5, 4, 3, 2].map((hours) => NOW - hours * 60 * MINUTE), 0],
    ['five were sent today', [23, 4, 3, 2, 1].map((hours) => NOW - hours * 60 * MINUTE), 60 * MINUTE],
    ['the first of five was sent a day ago', [24, 4, 3, 2, 1].map((hours) => NOW - hours * 60 * MINUTE), 0],
    ['the last of five was sent just now', [NOW - DAY + 1000, NOW - 3, NOW - 2, NOW - 1, NOW], MINUTE],
    ['another clock is ahead', [NOW + 500], MINUTE + 500],
  ])('when %s', (_, sends, wait) => {
    expect(sendWait(sends, NOW)).toBe(wait)
  })

  it('only the sendings of a day count', () => {
    expect(recentSends([NOW - DAY, NOW - DAY + 1, NOW], NOW)).toEqual([NOW - DAY + 1, NOW])
  })
})

describe('whether a code that may not be tried is spent', () => {
  const leadId = `ld_${'a'.repeat(20)}`
  const sent: SentCode = { claim: 'c', sends: [NOW], leadId, codeHash: 'h', goodUntil: NOW + 5 * MINUTE, tries: 5 }
  it.each([
    ['nothing was sent', undefined, false],
    ['it was sent for another lead', { ...sent, leadId: `ld_${'b'.repeat(20)}` }, false],
    ['its five minutes are over', { ...sent, goodUntil: NOW }, false],
    ['it was tried five times', sent, true],
  ] as const)('when %s', (_, code, spent) => {
    expect(isSpent(code, leadId, NOW)).toBe(spent)
  })
})
