import { expect, it } from 'vitest'
import { derivedApiKey, isKey, keyIdOf, newApiKey } from '../../../shared/security/apiKey.ts'
import { testRing } from '../../harness/ring.ts'

it('a key carries its id and is known by its hash alone', () => {
  const { keyId, key, hash } = newApiKey()
  expect(key).toMatch(/^tk_[a-z2-7]{44}$/)
  expect(keyIdOf(key)).toBe(keyId)
  expect(isKey(key, hash)).toBe(true)
  expect(isKey(newApiKey().key, hash)).toBe(false)
  expect(hash).not.toContain(key.slice(3))
})

it.each(['', 'tk_', 'tk_short', `sk_${'a'.repeat(44)}`, `tk_${'A'.repeat(44)}`, `tk_${'a'.repeat(45)}`])(
  '%j is no key',
  (text) => {
    expect(keyIdOf(text)).toBeUndefined()
  },
)

it('a derived key follows from its maker and idempotency key', async () => {
  const ring = await testRing()
  expect(derivedApiKey(ring, 'maker', 'k1')).toEqual(derivedApiKey(ring, 'maker', 'k1'))
  const keys = [
    derivedApiKey(ring, 'maker', 'k1'),
    derivedApiKey(ring, 'maker', 'k2'),
    derivedApiKey(ring, 'other', 'k1'),
  ]
  expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(3)
})
