import { expect, it } from 'vitest'
import { open, seal, sealAgain } from '../../../shared/security/sealing.ts'
import { testRing } from '../../harness/ring.ts'

const content = { phone: '13800138000', name: '张三' }

it('what was sealed opens for its subject and holds nothing in the clear', async () => {
  const ring = await testRing()
  const sealed = await seal(ring, 'ld_a', content)
  expect(await open(ring, 'ld_a', sealed)).toEqual(content)
  expect(JSON.stringify(sealed)).not.toMatch(/13800138000|张/)
})

it('the same content sealed twice is different', async () => {
  const ring = await testRing()
  const [a, b] = [await seal(ring, 'ld_a', content), await seal(ring, 'ld_a', content)]
  expect(a.sealed).not.toBe(b.sealed)
  expect(a.wrappedKey).not.toBe(b.wrappedKey)
})

it('ciphertext swapped between leads does not open, with its key or without', async () => {
  const ring = await testRing()
  const [a, b] = [await seal(ring, 'ld_a', content), await seal(ring, 'ld_b', content)]
  await expect(open(ring, 'ld_a', b)).rejects.toThrow()
  await expect(open(ring, 'ld_a', { ...a, sealed: b.sealed })).rejects.toThrow()
  await expect(open(ring, 'ld_a', { ...a, wrappedKey: b.wrappedKey })).rejects.toThrow()
})

it('another ring does not open it, and a lost key is named as the cause', async () => {
  const sealed = await seal(await testRing(), 'ld_a', content)
  await expect(open(await testRing(), 'ld_a', sealed)).rejects.toThrow('does not hold the key')
})

it('a changed byte does not open', async () => {
  const ring = await testRing()
  const { wrappedKey, sealed } = await seal(ring, 'ld_a', content)
  const parts = sealed.split('.')
  parts[3] = `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`
  await expect(open(ring, 'ld_a', { wrappedKey, sealed: parts.join('.') })).rejects.toThrow()
})

it('other content sealed again under the same key opens for the subject, and for no other', async () => {
  const ring = await testRing()
  const { wrappedKey, sealed } = seal(ring, 'ld_a', content)
  const other = await sealAgain(ring, 'ld_a', wrappedKey, { ...content, name: '李四' })
  expect(await open(ring, 'ld_a', { wrappedKey, sealed: other })).toEqual({ ...content, name: '李四' })
  expect(await open(ring, 'ld_a', { wrappedKey, sealed })).toEqual(content)
  await expect(sealAgain(ring, 'ld_b', wrappedKey, content)).rejects.toThrow()
})
