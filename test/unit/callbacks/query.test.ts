import { describe, expect, it } from 'vitest'
import { readQuery } from '../../../shared/callbacks/query.ts'
import { refusalOf } from './signed.ts'

describe('readQuery', () => {
  it.each([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1+2', { a: '1+2' }],
    ['a=1%2B2', { a: '1+2' }],
    ['a=%252B', { a: '%2B' }],
    ['a=Zm9v==', { a: 'Zm9v==' }],
    ['a=&b&&c=%E6%8B%93%E5%AE%A2&', { a: '', b: '', c: '拓客' }],
    ['__proto__=x&constructor=y', { constructor: 'y' }],
  ])('reads %j', (rawQuery, expected) => {
    const query = readQuery(rawQuery)
    for (const [name, value] of Object.entries(expected)) expect(query.get(name)).toBe(value)
  })

  it('lets no name reach a prototype', () => {
    expect(readQuery('a=1').get('toString')).toBeUndefined()
    readQuery('__proto__=polluted')
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([
    ['a name twice', 'a=1&a=1', 'malformed'],
    ['a name twice, once escaped', 'nonce=1&%6eonce=1', 'malformed'],
    ['half an escape', 'a=%4', 'malformed'],
    ['escapes that are not UTF-8', 'a=%ff%fe', 'malformed'],
    ['21 parameters', Array.from({ length: 21 }, (_, i) => `p${i}=`).join('&'), 'malformed'],
    ['more than 4 KB', `a=${'x'.repeat(4095)}`, 'too_large'],
  ])('refuses %s', (_name, rawQuery, reason) => {
    expect(refusalOf(() => readQuery(rawQuery))).toBe(reason)
  })
})
