import { expect, it } from 'vitest'
import { inboundKeyOf, isInboundKey } from '../../../shared/security/inboundKey.ts'
import { testRing } from '../../harness/ring.ts'

const OF = { what: 'clicks', campaignId: 'spring', platform: 'baidu' } as const

it('a key is 26 characters, the same each time', async () => {
  const ring = await testRing()
  expect(inboundKeyOf(ring, OF)).toMatch(/^[a-z2-7]{26}$/)
  expect(inboundKeyOf(ring, OF)).toBe(inboundKeyOf(ring, OF))
  expect(isInboundKey(ring, OF, inboundKeyOf(ring, OF))).toBe(true)
})

it('a key is good for one purpose, campaign, platform and ring only', async () => {
  const ring = await testRing()
  const key = inboundKeyOf(ring, OF)
  for (const other of [{ what: 'leads' }, { campaignId: 'spring2' }, { platform: 'kuaishou' }] as const)
    expect(isInboundKey(ring, { ...OF, ...other }, key)).toBe(false)
  expect(isInboundKey(await testRing(), OF, key)).toBe(false)
  for (const wrong of ['', key.slice(1), `${key}a`, key.toUpperCase(), '密'.repeat(26)])
    expect(isInboundKey(ring, OF, wrong)).toBe(false)
})
