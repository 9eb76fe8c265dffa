import { describe, expect, it } from 'vitest'
import { type Application, afterFailure, isOfAge, missingIn } from '../../../shared/domain/application.ts'
import { ApplicationRules, LoanProduct } from '../../../shared/domain/loanProduct.ts'

const product = (identity: object = {}, more: object = {}) =>
  LoanProduct.parse({
    id: 'quick',
    name: '快贷',
    amountFen: { min: 100, max: 1000 },
    termMonths: { min: 1, max: 12 },
    identity: { idNumber: false, bankCard: false, faceCheck: false, ...identity },
    ...more,
  })

const having = (filled: Application['filled'], passed = false): Pick<Application, 'filled' | 'identity'> => ({
  filled,
  identity: {
    failures: 0,
    ...(passed && { passed: { at: '2026-11-26T08:00:00.000Z', by: 'review', reference: 'a' } }),
  },
})

describe('missingIn', () => {
  it.each([
    ['a product that asks for little', having([]), product(), ['name']],
    [
      'one that asks for everything',
      having([]),
      product({ idNumber: true, bankCard: true, faceCheck: true }),
      ['name', 'idNumber', 'bankCard', 'identityCheck'],
    ],
    [
      'one that has all but the check',
      having(['name', 'idNumber']),
      product({ idNumber: true, faceCheck: true }),
      ['identityCheck'],
    ],
    ['one that has everything', having(['name', 'idNumber'], true), product({ idNumber: true, faceCheck: true }), []],
    ['no product any more', having(['name']), undefined, ['product']],
  ] as const)('of %s', (_, application, asked, missing) => {
    expect(missingIn(application, asked)).toEqual(missing)
  })
})

describe('isOfAge', () => {
  const born1990 = '440301199001010012'
  const of20to36 = product({}, { age: { min: 20, max: 36 } })
  it.each([
    ['2009-12-31T15:59:59.999Z', false],
    ['2009-12-31T16:00:00.000Z', true],
    ['2026-12-31T15:59:59.999Z', true],
    ['2026-12-31T16:00:00.000Z', false],
  ])('at %s in Shanghai: %s', (at, isIn) => {
    expect(isOfAge(born1990, of20to36, at, 'Asia/Shanghai')).toBe(isIn)
  })
})

describe('afterFailure', () => {
  it('pauses for a day after every fifth failure', () => {
    const at = '2026-11-26T08:00:00.000Z'
    expect(afterFailure({ failures: 3 }, at)).toEqual({ failures: 4 })
    expect(afterFailure({ failures: 4 }, at)).toEqual({ failures: 5, coolUntil: '2026-11-27T08:00:00.000Z' })
    expect(afterFailure({ failures: 5, coolUntil: '2026-11-27T08:00:00.000Z' }, at)).toEqual({ failures: 6 })
    expect(afterFailure({ failures: 9 }, at)).toMatchObject({ failures: 10, coolUntil: expect.any(String) })
  })
})

describe('the rules of a campaign', () => {
  const rules = (products: object[], more: object = {}) =>
    ApplicationRules.safeParse({ products, ...more }).error?.issues.map(({ path }) => path.join('.'))
  const good = {
    id: 'quick',
    name: '快贷',
    amountFen: { min: 100, max: 1000 },
    termMonths: { min: 1, max: 12 },
    identity: { idNumber: true, bankCard: false, faceCheck: true },
  }

  it('are good with a connection for the face check that a product asks for', () => {
    expect(rules([good], { faceCheck: { connection: 'demo' } })).toBeUndefined()
  })

  it.each([
    ['a face check without a connection', [good], 'faceCheck'],
    [
      'a face check without an identity number',
      [{ ...good, identity: { ...good.identity, idNumber: false } }],
      'products.0.identity.faceCheck',
    ],
    ['an empty range', [{ ...good, termMonths: { min: 12, max: 1 } }], 'products.0.termMonths.max'],
    ['a fraction of a fen', [{ ...good, amountFen: { min: 0.5, max: 1 } }], 'products.0.amountFen.min'],
    ['minors', [{ ...good, age: { min: 16, max: 60 } }], 'products.0.age.min'],
    ['no product', [], 'products'],
    ['an id twice', [good, good], 'products'],
  ])('are refused for %s', (_, products, path) => {
    expect(rules(products)).toContain(path)
  })
})
