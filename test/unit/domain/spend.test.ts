import { describe, expect, it } from 'vitest'
import { MAX_SPEND_ROWS, SpendRow, spendKeyOf, spendToldOn } from '../../../shared/domain/spend.ts'

const TODAY = '2026-11-26'
const row = (more: object = {}) => ({ day: '2026-11-20', platform: 'baidu', amountFen: 100, ...more })
const told = (...rows: unknown[]) => spendToldOn(TODAY).safeParse({ rows })

/** What is wrong with some rows, each error as its path and its message. */
const wrong = (...rows: unknown[]): string[] =>
  told(...rows).error?.issues.map(({ path, message }) => `${path.join('/')} ${message}`) ?? []

describe('spend', () => {
  it('is known by day, platform, account and ad, the last two unknown where they are not given', () => {
    expect(told(row({ ad: ' spring ' })).data).toEqual({ rows: [{ ...row(), account: '-', ad: 'spring' }] })
  })

  it.each([
    ['free text', '春季 | 甲 #1'],
    ['what a spreadsheet would take for a formula', '=HYPERLINK("https://bank.example")'],
  ])('keeps names of ads that are %s', (_, ad) => {
    expect(told(row({ ad })).data?.rows[0]?.ad).toBe(ad)
  })

  it('keeps no control characters, and no half of a character', () => {
    expect(told(row({ ad: 'a\u0000\tb\n' })).data?.rows[0]?.ad).toBe('a b')
    expect(told(row({ ad: 'a\ud800' })).data?.rows[0]?.ad).toBe('a\ufffd')
  })

  it('has a key of its own whatever its names hold, short enough to be one', () => {
    const keyOf = (account: string, ad: string) => spendKeyOf(SpendRow.parse(row({ account, ad })))
    expect(keyOf('a|b', 'c')).not.toBe(keyOf('a', 'b|c'))
    expect(keyOf('a%7Cb', 'c')).not.toBe(keyOf('a|b', 'c'))
    expect(Buffer.byteLength(keyOf('|'.repeat(128), '拓'.repeat(128)))).toBeLessThan(1024)
  })

  it('is told everything that is wrong with its rows at once', () => {
    expect(
      wrong(
        row({ amountFen: -1, day: '2026-11-27' }),
        row({ amountFen: 1.5 }),
        row({ day: '2026-02-30' }),
        row({ day: '2025-10-22' }),
        row({ platform: '腾讯' }),
        row({ ad: '' }),
        row(),
        row({ amountFen: 7 }),
        7,
        row({ clicks: 1 }),
      ),
    ).toEqual(
      [
        '0/day must not lie after today, 2026-11-26',
        '0/amountFen must not be negative',
        '1/amountFen must be a whole number of fen: an amount in yuan has at most two decimals',
        '2/day Invalid ISO date',
        '3/day must lie within 400 days of today, 2026-11-26',
        '4/platform must be a platform as the page counts it, such as tencent_ads',
        '5/ad must not be empty',
        '7 says the day, platform, account and ad of a row before it',
        '8 Invalid input: expected object, received number',
        '9 Unrecognized key: "clicks"',
      ].map((line) => `rows/${line}`),
    )
  })

  it.each([
    ['today', TODAY],
    ['400 days ago', '2025-10-23'],
  ])('may be of %s', (_, day) => {
    expect(wrong(row({ day }))).toEqual([])
  })

  it('has at least one row and not too many, which are not told row by row', () => {
    expect(wrong()).toHaveLength(1)
    expect(wrong(...Array.from({ length: MAX_SPEND_ROWS + 1 }, () => ({})))).toHaveLength(1)
  })
})
