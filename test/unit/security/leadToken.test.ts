import { SignJWT } from 'jose'
import { expect, it } from 'vitest'
import { signLeadToken, verifyLeadToken } from '../../../shared/security/leadToken.ts'
import { testRing } from '../../harness/ring.ts'

const at = '2026-11-25T00:00:00.000Z'
const now = new Date('2026-11-26T00:00:00.000Z')

it('a token names its lead for seven days', async () => {
  const ring = await testRing()
  const token = await signLeadToken(ring, 'ld_a', at)
  expect(await verifyLeadToken(ring, token, now)).toEqual({ leadId: 'ld_a', phoneVerified: false })
  expect(await verifyLeadToken(ring, token, new Date('2026-12-01T23:59:59.000Z'))).toEqual({
    leadId: 'ld_a',
    phoneVerified: false,
  })
  expect(await verifyLeadToken(ring, token, new Date('2026-12-02T00:00:00.000Z'))).toBe('expired')
  expect(await signLeadToken(ring, 'ld_a', at)).toBe(token)
})

it('what is not a token of this ring is invalid', async () => {
  const [ring, other] = [await testRing(), await testRing()]
  const token = await signLeadToken(ring, 'ld_a', at)
  const [header, payload] = token.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const elsewhere = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ld_a')
    .setAudience('other')
    .setExpirationTime('1d')
    .sign(ring.signing)
  const unbound = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('tuoke:lead')
    .setExpirationTime('1d')
    .sign(ring.signing)
  for (const bad of [
    '',
    'x',
    `${none}.${payload}.`,
    `${header}.${payload}.`,
    await signLeadToken(other, 'ld_a', at),
    elsewhere,
    unbound,
  ])
    expect(await verifyLeadToken(ring, bad, now)).toBe('invalid')
})

it('says whether its bearer proved the phone', async () => {
  const ring = await testRing()
  const token = signLeadToken(ring, 'ld_a', at, { phoneVerified: true })
  expect(await verifyLeadToken(ring, token, now)).toEqual({ leadId: 'ld_a', phoneVerified: true })
})
