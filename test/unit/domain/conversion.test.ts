import { describe, expect, it } from 'vitest'
import {
  conversionIdParts,
  DestinationSettings,
  qualityOf,
  steppedValueFen,
} from '../../../shared/domain/conversion.ts'
import { deadlineOf, nextAttempt, retryAfterSeconds, secondsBefore } from '../../../shared/domain/conversionSchedule.ts'

const ID = 'cv_abcdefghijklmnopqrst'
const NOW = new Date('2026-11-26T00:00:00.000Z')
const DAY = 86_400

describe('the id of a conversion', () => {
  const source = { leadId: 'ld_1', milestone: 'applied', destinationId: 'tencent' } as const

  it('is made of lead, milestone and destination, and is another when it takes back', () => {
    expect(conversionIdParts(source)).toEqual(['ld_1', 'applied', 'tencent', 'reports'])
    expect(conversionIdParts({ ...source, retracts: true })).toEqual(['ld_1', 'applied', 'tencent', 'retracts'])
  })
})

describe('the value of a conversion', () => {
  it.each([
    [0, 1_000_000],
    [999_999, 1_000_000],
    [1_000_000, 1_000_000],
    [4_999_999, 1_000_000],
    [5_000_000, 5_000_000],
    [123_456_78, 10_000_000],
    [10_000_000_000, 300_000_000],
  ])('of %i fen is %i', (amountFen, told) => {
    expect(steppedValueFen(amountFen)).toBe(told)
  })
})

describe('the level of a value', () => {
  it.each([
    [10_000_000, 3],
    [20_000_000, 2],
    [50_000_000, 2],
    [100_000_000, 1],
  ])('of %i fen is %i', (valueFen, level) => {
    expect(qualityOf(valueFen)).toBe(level)
  })

  it('is what the destination says', () => {
    const levels = { mediumFromFen: 1_000_000, highFromFen: 5_000_000 }
    expect([1_000_000, 5_000_000].map((valueFen) => qualityOf(valueFen, levels))).toEqual([2, 1])
  })
})

describe('the settings of a destination', () => {
  it.each([
    { windowDays: 0 },
    { actionSource: 'website' },
    { graphVersion: '../me' },
    { unknown: 1 },
    { asksAfterSeconds: 0 },
    { levels: { mediumFromFen: 100, highFromFen: 20_000_000 } },
    { levels: { mediumFromFen: 20_000_000, highFromFen: 20_000_000 } },
  ])('refuse %j', (settings) => {
    expect(DestinationSettings.safeParse(settings).success).toBe(false)
  })
})

describe('attempts', () => {
  it.each([
    [0, 0],
    [1, 5],
    [2, 300],
    [3, 1800],
    [4, 7200],
    [5, 18_000],
    [6, 36_000],
    [7, DAY],
    [40, DAY],
  ])('after %i of them wait %i seconds and at most a tenth more', (attempts, seconds) => {
    const waited = secondsBefore(ID, attempts)
    expect(waited).toBeGreaterThanOrEqual(seconds)
    expect(waited).toBeLessThanOrEqual(seconds * 1.1 + 0.5)
    expect(secondsBefore(ID, attempts)).toBe(waited)
  })

  it('of different conversions are spread over the tenth', () => {
    const waits = Array.from({ length: 200 }, (_, index) => secondsBefore(`cv_${index}`, 7) - DAY)
    expect(Math.min(...waits)).toBeLessThan(DAY * 0.01)
    expect(Math.max(...waits)).toBeGreaterThan(DAY * 0.09)
  })

  const deadline = new Date(NOW.getTime() + 30 * DAY * 1000)
  const next = (more: object) => nextAttempt({ conversionId: ID, attempts: 1, now: NOW, deadline, ...more })?.getTime()

  it('wait as long as the destination asks, for a day at most', () => {
    expect(next({ afterSeconds: 600 })).toBe(NOW.getTime() + 600_000)
    expect(next({ afterSeconds: 10 ** 9 })).toBe(NOW.getTime() + DAY * 1000)
    expect(next({ attempts: 7, afterSeconds: 1 })).toBeGreaterThanOrEqual(NOW.getTime() + DAY * 1000)
  })

  it('end at the deadline', () => {
    expect(next({ afterSeconds: 600, deadline: new Date(NOW.getTime() + 600_000) })).toBeUndefined()
    expect(next({ afterSeconds: 600, deadline: new Date(NOW.getTime() + 600_001) })).toBeDefined()
    expect(next({ attempts: 0, deadline: NOW })).toBeUndefined()
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Thu, 26 Nov 2026 00:01:00 GMT', 60],
    ['Wed, 25 Nov 2026 00:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['1.5', undefined],
    ['99999999999999', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s means %s', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds)
  })
})

describe('the deadline of a conversion', () => {
  const event = { at: '2026-11-20T00:00:00.000Z', click: { at: '2026-11-01T00:00:00.000Z' } }

  it.each([
    ['from the click', { days: 30, from: 'click' }, event, '2026-12-01T00:00:00.000Z'],
    ['from the event', { days: 7, from: 'event' }, event, '2026-11-27T00:00:00.000Z'],
    ['from the event when no click is known', { days: 7, from: 'click' }, { at: event.at }, '2026-11-27T00:00:00.000Z'],
  ] as const)('is counted %s', (_from, window, of, deadline) => {
    expect(deadlineOf(of, window).toISOString()).toBe(deadline)
  })
})
