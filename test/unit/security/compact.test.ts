import { createSecretKey } from 'node:crypto'
import { compactDecrypt, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { a256gcm, encrypt, hs256, signJwt } from '../../../shared/security/compact.ts'

const key = createSecretKey(Buffer.alloc(32, 7))

it('encrypts as RFC 7516, A.1', () => {
  const contentKey = Buffer.from('b1a1f480548fe1733fb403ff6b9ad4f68a076e5b702e22692f82cb2e7aea40fc', 'hex')
  const iv = Buffer.from('e3c575fc02dbe944b4e14ddb', 'hex')
  const plaintext = Buffer.from('The true sign of intelligence is not knowledge but imagination.')
  const header = 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ'
  expect(a256gcm(header, plaintext, createSecretKey(contentKey), iv)).toBe(
    '48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ',
  )
})

it('signs as RFC 7515, A.1', () => {
  const rfcKey = createSecretKey(
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    'base64url',
  )
  const signingInput =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
  expect(hs256(signingInput, rfcKey)).toBe('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
})

it('writes JWEs that jose opens, each under an IV of its own', async () => {
  const content = Buffer.from('{"synthetic":true}')
  const [one, other] = [encrypt({ sub: 'ld_a' }, content, key), encrypt({ sub: 'ld_a' }, content, key)]
  const { plaintext, protectedHeader } = await compactDecrypt(one, key)
  expect(Buffer.from(plaintext).toString()).toBe('{"synthetic":true}')
  expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', sub: 'ld_a' })
  expect(one.split('.')[2]).not.toBe(other.split('.')[2])
})

it('writes JWTs that jose verifies under the same key only', async () => {
  const token = signJwt({ sub: 'ld_a', exp: 4_000_000_000 }, key)
  expect((await jwtVerify(token, key, { algorithms: ['HS256'] })).payload.sub).toBe('ld_a')
  await expect(jwtVerify(token, createSecretKey(Buffer.alloc(32, 8)))).rejects.toThrow('signature verification failed')
})
