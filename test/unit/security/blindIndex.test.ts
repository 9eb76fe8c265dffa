import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { base32 } from '../../../shared/security/base32.ts'
import { blindIndex, eventIdOf, leadIdOf } from '../../../shared/security/blindIndex.ts'
import { testRing } from '../../harness/ring.ts'

it.each([
  ['', ''],
  ['f', 'my'],
  ['fo', 'mzxq'],
  ['foo', 'mzxw6'],
  ['foob', 'mzxw6yq'],
  ['foobar', 'mzxw6ytboi'],
])('base32 of %j begins as in RFC 4648', (text, encoded) => {
  const whole = Math.floor((text.length * 8) / 5)
  expect(base32(Buffer.from(text), 16)).toBe(encoded.slice(0, whole))
})

it('a lead id follows from campaign, kind and value under one key', async () => {
  const ring = await testRing()
  const id = leadIdOf(ring, 'spring', 'phone', '13800138000')
  expect(id).toMatch(/^ld_[a-z2-7]{20}$/)
  expect(leadIdOf(ring, 'spring', 'phone', '13800138000')).toBe(id)
  expect(leadIdOf(ring, 'autumn', 'phone', '13800138000')).not.toBe(id)
  const other = { ...ring, index: createSecretKey(Buffer.alloc(32, 1)) }
  expect(leadIdOf(other, 'spring', 'phone', '13800138000')).not.toBe(id)
})

it('no two lists of parts share an index', async () => {
  const ring = await testRing()
  const index = (...parts: string[]) => blindIndex(ring, 'kind', ...parts).toString('hex')
  expect(
    new Set([index('ab', 'c'), index('a', 'bc'), index('abc'), index('a', 'b', 'c'), index('1:a', 'b')]).size,
  ).toBe(5)
})

it('an event id follows from the change', () => {
  expect(eventIdOf('lead.captured', 'ld_a')).toMatch(/^ev_[a-z2-7]{20}$/)
  expect(eventIdOf('lead.captured', 'ld_a')).toBe(eventIdOf('lead.captured', 'ld_a'))
  expect(eventIdOf('lead.captured', 'ld_b')).not.toBe(eventIdOf('lead.captured', 'ld_a'))
})
