import { describe, expect, it } from 'vitest'
import { isOriginAllowed, isOriginPattern } from '../../../shared/domain/origin.ts'

describe('isOriginAllowed', () => {
  const patterns = [
    'https://loan.bank.example',
    'https://*.partner.example',
    'http://localhost:3000',
    'https://*.dev.example:8443',
  ]

  it.each([
    ['https://loan.bank.example', true],
    ['https://a.partner.example', true],
    ['https://a.b.partner.example', true],
    ['http://localhost:3000', true],
    ['https://x.dev.example:8443', true],
    ['https://partner.example', false],
    ['https://notpartner.example', false],
    ['https://a.partner.example.evil.example', false],
    ['http://a.partner.example', false],
    ['https://a.partner.example:8443', false],
    ['https://x.dev.example', false],
    ['https://loan.bank.example:444', false],
    ['https://LOAN.bank.example', true],
    ['http://localhost:3001', false],
    ['null', false],
    ['', false],
  ])('%s: %s', (origin, allowed) => {
    expect(isOriginAllowed(patterns, origin)).toBe(allowed)
  })

  it('allows nothing where nothing is listed', () => {
    expect(isOriginAllowed([], 'https://loan.bank.example')).toBe(false)
  })
})

it.each([
  ['https://loan.bank.example', true],
  ['https://*.bank.example', true],
  ['http://localhost:3000', true],
  ['https://*', false],
  ['*', false],
  ['https://*.com', false],
  ['https://a.*.example', false],
  ['https://loan.bank.example/', false],
  ['https://loan.bank.example/path', false],
  ['ftp://loan.bank.example', false],
  ['loan.bank.example', false],
])('isOriginPattern %s: %s', (pattern, is) => {
  expect(isOriginPattern(pattern)).toBe(is)
})
