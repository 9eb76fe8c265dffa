import { describe, expect, it } from 'vitest'
import type { Figure } from '../bench/figure.ts'
import { withResult } from '../bench/results.ts'
import { median, quantile, rounded, sideOf, slopeOf } from '../bench/statistics.ts'
import { tableOf } from '../bench/table.ts'

describe('the arithmetic of the bench', () => {
  it('takes the middle value, or the middle of the two middle ones', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 7])).toBe(6)
    expect(() => median([])).toThrow('nothing was measured')
  })

  it('takes the value that a share of all is below', () => {
    const values = Array.from({ length: 200 }, (_, i) => 200 - i)
    expect(quantile(values, 0.99)).toBe(199)
    expect(quantile(values, 1)).toBe(200)
    expect(() => quantile([], 0.5)).toThrow('nothing was measured')
  })

  it('finds the slope that points scatter about', () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 10 + 3 * x + (x % 3 === 0 ? 1 : -1) }))
    expect(slopeOf(points)).toBeCloseTo(3)
    expect(() => slopeOf([{ x: 1, y: 1 }])).toThrow('two points')
  })

  it('keeps three digits', () => {
    expect([0.123456, 1.006, 1234].map(rounded)).toEqual([0.123, 1.01, 1230])
    expect(sideOf('a', [3, 1, 2], 'ms')).toEqual({ name: 'a', median: 2, least: 1, greatest: 3, unit: 'ms' })
  })
})

const figures: Figure[] = [
  {
    id: 'P1',
    what: 'import',
    value: 0.7,
    unit: 'ratio',
    must: '≤ 0.5',
    holds: false,
    sides: [{ name: 'ours', median: 7, least: 6, greatest: 9, unit: 'ms' }],
    note: 'Said below.',
  },
  { id: 'P2', what: 'bundle of a', value: 250, unit: 'KB', must: '≤ 280', holds: true },
  { id: 'P2', what: 'bundle of b', value: 90, unit: 'KB', must: '', holds: true },
  { id: 'P5', what: 'peers', skipped: 'there is no PostgreSQL' },
]

it('the table tells every figure, whether it holds, and what it is made of', () => {
  expect(tableOf(figures).split('\n')).toEqual([
    'id  what         value   must be  holds',
    'P1  import       0.7     ≤ 0.5    NO',
    '      ours 7 ms (6–9)',
    '      Said below.',
    'P2  bundle of a  250 KB  ≤ 280    yes',
    'P2  bundle of b  90 KB',
    'P5  peers        –                left out: there is no PostgreSQL',
    '',
  ])
})

it('the results of an id take the place of its former ones alone', () => {
  const made = (date: string) => ({ date, node: 'v24', cpu: 'c', cores: 2, commit: 'a', figures: [] })
  const before = { P2: made('1'), P10: made('1') }
  const after = withResult(withResult(before, 'P10', made('2')), 'P1', made('2'))
  expect(Object.entries(after).map(([id, { date }]) => [id, date])).toEqual([
    ['P1', '2'],
    ['P2', '1'],
    ['P10', '2'],
  ])
})
