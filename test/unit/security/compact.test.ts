import { createSecretKey } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { a256gcm, decrypt, encrypt, hs256, signJwt, verifyJwt } from '../../../shared/security/compact.ts'

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

const text = Buffer.from('{"synthetic":true}')

/** The same text with one character of a part changed, each in turn. */
const tampered = (compact: string): string[] =>
  [...compact].flatMap((character, i) =>
    character === '.' ? [] : [`${compact.slice(0, i)}${character === 'A' ? 'B' : 'A'}${compact.slice(i + 1)}`],
  )

describe('decrypt', () => {
  it('opens what jose wrote', async () => {
    const jwe = await new CompactEncrypt(text)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', sub: 'ld_a' })
      .encrypt(key)
    const { header, plaintext } = decrypt(jwe, key)
    expect(plaintext.equals(text)).toBe(true)
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', sub: 'ld_a' })
  })

  it('opens nothing in which a character was changed, that another key wrote, or that is no whole JWE', () => {
    const jwe = encrypt({ sub: 'ld_a' }, text, key)
    expect(decrypt(jwe, key).plaintext.equals(text)).toBe(true)
    const [head = '', , iv = '', body = '', tag = ''] = jwe.split('.')
    // The last characters of some parts hold spare bits; what they spell is the same bytes.
    const bytes = (compact: string) => compact.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'))
    for (const bad of tampered(jwe).filter((one) => bytes(one).join() !== bytes(jwe).join()))
      expect(() => decrypt(bad, key)).toThrow()
    for (const bad of [
      '',
      'x',
      `${head}.AA.${iv}.${body}.${tag}`,
      `${head}..${iv}.${body}.${tag.slice(0, 8)}`,
      `${head}..${iv.slice(0, 8)}.${body}.${tag}`,
      `${jwe}.AA`,
      `${jwe} `,
    ])
      expect(() => decrypt(bad, key)).toThrow()
    expect(() => decrypt(jwe, createSecretKey(Buffer.alloc(32, 8)))).toThrow()
  })

  it.each([{ alg: 'A256KW' }, { enc: 'A128GCM' }, { zip: 'DEF' }, { crit: ['exp'] }])('understands no %j', (more) => {
    const head = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', ...more })).toString('base64url')
    expect(() => decrypt(`${head}..${a256gcm(head, text, key, Buffer.alloc(12, 1))}`, key)).toThrow('not ours')
  })
})

describe('verifyJwt', () => {
  const now = new Date('2026-11-26T00:00:00Z')
  const end = now.getTime() / 1000 + 60
  const verify = (token: string, audience = 'here') => verifyJwt(token, key, { audience, now })
  const claims = { sub: 'ld_a', aud: 'here', exp: end }

  it('takes what jose signed, until its end', async () => {
    const signed = (exp: number) =>
      new SignJWT({ ...claims, exp }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key)
    expect(verify(await signed(end))).toEqual(claims)
    expect(verify(await signed(now.getTime() / 1000))).toBe('expired')
  })

  it('takes nothing in which a character was changed, and nothing for somewhere else', () => {
    const token = signJwt(claims, key)
    const spare = (one: string) => Buffer.from(one.split('.')[2] ?? '', 'base64url').toString('hex')
    for (const bad of tampered(token)) {
      const isSame =
        bad.split('.').slice(0, 2).join() === token.split('.').slice(0, 2).join() && spare(bad) === spare(token)
      if (!isSame) expect(verify(bad)).toBe('invalid')
    }
    expect(verify(token, 'elsewhere')).toBe('invalid')
    expect(verify(`${token}.`)).toBe('invalid')
  })

  it.each([{ sub: undefined }, { exp: undefined }, { exp: 'never' }, { aud: ['here'] }])(
    'takes no claims with %j',
    (more) => {
      expect(verify(signJwt({ ...claims, ...more }, key))).toBe('invalid')
    },
  )

  it.each([{ alg: 'none' }, { alg: 'HS512' }, { alg: 'HS256', crit: ['b64'] }])('takes no header with %j', (header) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const input = `${part(header)}.${part(claims)}`
    expect(verify(`${input}.${hs256(input, key)}`)).toBe('invalid')
    expect(verify(`${input}.`)).toBe('invalid')
  })
})
