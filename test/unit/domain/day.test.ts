import { describe, expect, it } from 'vitest'
import { dayOf, daysBetween, isTimezone, monthsBetween } from '../../../shared/domain/day.ts'

describe('dayOf', () => {
  it.each([
    ['2026-11-25T15:59:59.999Z', 'Asia/Shanghai', '2026-11-25'],
    ['2026-11-25T16:00:00.000Z', 'Asia/Shanghai', '2026-11-26'],
    ['2026-12-31T16:00:00.000Z', 'Asia/Shanghai', '2027-01-01'],
    ['2026-11-25T03:00:00.000Z', 'America/New_York', '2026-11-24'],
  ])('%s in %s is %s', (at, timezone, day) => {
    expect(dayOf(at, timezone)).toBe(day)
  })
})

it('isTimezone tells IANA names from others', () => {
  expect(['Asia/Shanghai', 'UTC', 'Asia/Peking', ''].map(isTimezone)).toEqual([true, true, false, false])
})

describe('spans of days', () => {
  it('count both ends', () => {
    expect(daysBetween('2026-11-25', '2026-11-25')).toBe(1)
    expect(daysBetween('2026-02-27', '2026-03-01')).toBe(3)
    expect(daysBetween('2026-11-25', '2026-11-24')).toBe(0)
  })

  it('touch months in order, over the end of a year and from a 31st', () => {
    expect(monthsBetween('2026-11-30', '2027-01-01')).toEqual(['2026-11', '2026-12', '2027-01'])
    expect(monthsBetween('2026-01-31', '2026-03-01')).toEqual(['2026-01', '2026-02', '2026-03'])
  })
})
