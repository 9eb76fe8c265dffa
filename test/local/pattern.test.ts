import { describe, expect, it } from 'vitest'
import { matcher } from '../../infra/local/pattern.ts'
import type { Pattern } from '../../infra/topologySpec.ts'

const EVENT = {
  source: 'tuoke',
  detail: {
    type: 'lead.captured',
    amount: 5,
    gone: null,
    tags: ['a', 'b'],
    empty: [],
    items: [
      { kind: 'x', at: 1 },
      { kind: 'y', at: 2 },
    ],
  },
}

describe('a pattern', () => {
  it.each<[string, Pattern, boolean]>([
    ['an equal text', { source: ['tuoke'] }, true],
    ['another text', { source: ['other'] }, false],
    ['one of several', { source: ['other', 'tuoke'] }, true],
    ['an equal number', { detail: { amount: [5] } }, true],
    ['a number as text', { detail: { amount: ['5'] } }, false],
    ['null', { detail: { gone: [null] } }, true],
    ['null where nothing is', { detail: { nothing: [null] } }, false],
    ['all of several fields', { source: ['tuoke'], detail: { type: ['lead.captured'] } }, true],
    ['all but one of several fields', { source: ['tuoke'], detail: { type: ['lead.other'] } }, false],
    ['no field', {}, true],
    ['a prefix', { detail: { type: [{ prefix: 'lead.' }] } }, true],
    ['another prefix', { detail: { type: [{ prefix: 'visit.' }] } }, false],
    ['a prefix of a number', { detail: { amount: [{ prefix: '5' }] } }, false],
    ['what exists', { detail: { type: [{ exists: true }] } }, true],
    ['null, which exists', { detail: { gone: [{ exists: true }] } }, true],
    ['what does not exist', { detail: { nothing: [{ exists: true }] } }, false],
    ['the absence of what exists', { detail: { type: [{ exists: false }] } }, false],
    ['the absence of what does not exist', { detail: { nothing: [{ exists: false }] } }, true],
    ['the absence of a field and its parent', { other: { nothing: [{ exists: false }] } }, true],
    ['the existence of a group, which is no leaf', { detail: [{ exists: true }] }, false],
    ['a value among several', { detail: { tags: ['b'] } }, true],
    ['a value not among several', { detail: { tags: ['c'] } }, false],
    ['the absence of values in an empty list', { detail: { empty: [{ exists: false }] } }, true],
    ['a field of one of several groups', { detail: { items: { kind: ['y'] } } }, true],
    ['two fields of one group', { detail: { items: { kind: ['y'], at: [2] } } }, true],
    ['two fields of different groups', { detail: { items: { kind: ['y'], at: [1] } } }, false],
    ['a group where a text is', { source: { type: ['x'] } }, false],
  ])('of %s', (_, pattern, expected) => {
    expect(matcher(pattern)(EVENT)).toBe(expected)
  })

  it('does not match what is no event', () => {
    for (const event of [undefined, null, 'tuoke', 5]) expect(matcher({ source: ['tuoke'] })(event)).toBe(false)
  })

  it.each([
    ['anything-but', { source: [{ 'anything-but': 'x' }] }],
    ['numeric', { detail: { amount: [{ numeric: ['>', 1] }] } }],
    ['suffix', { source: [{ suffix: 'x' }] }],
    ['two kinds at once', { source: [{ prefix: 'x', exists: true }] }],
    ['a prefix that ignores case', { source: [{ prefix: { 'equals-ignore-case': 'x' } }] }],
    ['$or', { $or: [{ source: ['x'] }] }],
    ['a list in a list', { source: [['x']] }],
    ['a text that is in no list', { source: 'x' }],
    ['an empty list', { source: [] }],
  ])('of the unknown kind %s is refused before any event', (_, pattern) => {
    expect(() => matcher(pattern as unknown as Pattern)).toThrow('not known to the local host')
  })
})
