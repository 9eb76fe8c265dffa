import { expect, it } from 'vitest'
import { createKeyRing, keyRingOpener, openKeyRing } from '../../../shared/security/keyRing.ts'
import { fixedKeyService } from '../../harness/ring.ts'

it('a ring opens as it was made, and two rings share no key', async () => {
  const sealed = await createKeyRing(fixedKeyService)
  const [one, again, other] = [
    await openKeyRing(sealed, fixedKeyService),
    await openKeyRing(sealed, fixedKeyService),
    await openKeyRing(await createKeyRing(fixedKeyService), fixedKeyService),
  ]
  expect(again.index.equals(one.index)).toBe(true)
  expect(again.wrapping).toEqual(one.wrapping)
  expect(other.index.equals(one.index)).toBe(false)
  expect(one.index.equals(one.signing)).toBe(false)
})

it('a tampered ring does not open', async () => {
  const sealed = await createKeyRing(fixedKeyService)
  const tampered = { ...sealed, sealed: `${sealed.sealed.slice(0, -4)}AAAA` }
  await expect(openKeyRing(tampered, fixedKeyService)).rejects.toThrow()
})

it('the opener asks once, and again after a failure', async () => {
  const sealed = await createKeyRing(fixedKeyService)
  const answers = [new Error('out of reach'), undefined]
  let asked = 0
  const open = keyRingOpener(async () => {
    const failure = answers[asked++]
    if (failure) throw failure
    return sealed
  }, fixedKeyService)
  await expect(open()).rejects.toThrow('out of reach')
  expect(await open()).toBe(await open())
  expect(asked).toBe(2)
})
