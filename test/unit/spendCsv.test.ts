import { describe, expect, it } from 'vitest'
import { readSpendCsv } from '../../shared/contract/spendCsv.ts'
import { MAX_SPEND_ROWS } from '../../shared/domain/spend.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const HEADER = 'day,platform,account,ad,amountFen'

/** `日期,平台,花费` and a row, in GBK. */
const GBK = Uint8Array.from([
  0xc8,
  0xd5,
  0xc6,
  0xda,
  0x2c,
  0xc6,
  0xbd,
  0xcc,
  0xa8,
  0x2c,
  0xbb,
  0xa8,
  0xb7,
  0xd1,
  0x0a,
  ...bytes('2026-11-20,baidu,12.34\n'),
])

const ROW = { day: '2026-11-20', platform: 'baidu', account: 'a', ad: 'b', amountFen: 1234 }

/** What a file that can be read holds. */
const read = (csv: string | Uint8Array) => {
  const found = readSpendCsv(typeof csv === 'string' ? bytes(csv) : csv)
  if ('complaint' in found) throw new Error(found.complaint)
  return found
}

describe('spend as CSV', () => {
  it.each([
    ['plain', `${HEADER}\n2026-11-20,baidu,a,b,1234\n`],
    ['with a byte order mark and CRLF', `\u{feff}${HEADER}\r\n2026-11-20,baidu,a,b,1234\r\n`],
    ['with the line ends of old Macs', `${HEADER}\r2026-11-20,baidu,a,b,1234\r`],
    ['with quotes and blanks', `${HEADER}\n "2026-11-20", baidu ,"a", b, 1234 `],
    ['in yuan', 'day,platform,account,ad,amountYuan\n2026-11-20,baidu,a,b,12.34'],
    ['in yuan as they are typed in China', 'day,platform,account,ad,amountYuan\n2026-11-20,baidu,a,b,１２．３４'],
    ['with slashes in the day', `${HEADER}\n2026/11/20,baidu,a,b,1234`],
    ['with the day in one word', `${HEADER}\n20261120,baidu,a,b,1234`],
    ['in Chinese', '日期,平台,账户,广告,消耗（元）\n2026-11-20,百度营销,a,b,12.34'],
    ['with an unknown column that is empty', `${HEADER},备注\n2026-11-20,baidu,a,b,1234,`],
  ])('is read %s', (_, csv) => {
    expect(read(csv)).toEqual({ value: { rows: [ROW] }, lines: [2], errors: [] })
  })

  it('is read in GBK, as spreadsheets in China save it', () => {
    expect(read(GBK).value).toEqual({ rows: [{ day: '2026-11-20', platform: 'baidu', amountFen: 1234 }] })
  })

  it('knows the line of each row, and passes over lines without a value', () => {
    const { value, lines } = read(
      'day,platform,ad,amountFen\n\n2026/1/5,baidu,"two\nlines",1\n,,,\n\n2026-11-20,baidu,,2\n',
    )
    expect(value.rows).toEqual([
      { day: '2026-01-05', platform: 'baidu', ad: 'two\nlines', amountFen: 1 },
      { day: '2026-11-20', platform: 'baidu', amountFen: 2 },
    ])
    expect(lines).toEqual([4, 7])
  })

  it.each([
    ['1,234.50', 123_450],
    ['0', 0],
    ['1234567.89', 123_456_789],
    ['-5', -500],
    ['1.234', '1.234'],
    ['1,23', '1,23'],
    ['', undefined],
    ['free', 'free'],
  ])('an amount of %j yuan is %j', (yuan, amountFen) => {
    const [row] = read(`day,platform,amountYuan\n2026-11-20,baidu,"${yuan}"`).value.rows
    expect(row).toEqual({ day: '2026-11-20', platform: 'baidu', ...(amountFen !== undefined && { amountFen }) })
  })

  it('says which lines have too many cells or too few, and where an unknown column begins to have any', () => {
    const csv = `${HEADER},clicks\n2026-11-20,baidu,a,b,1\n2026-11-20,baidu,a,b,1,,\n2026-11-20,baidu,a,c,1,9\n`
    expect(read(csv).errors).toEqual([
      { pointer: '/rows/0', code: 'invalid', message: 'must have 6 cells, one for each column, and has 5' },
      { pointer: '/rows/1', code: 'invalid', message: 'must have 6 cells, one for each column, and has 7' },
      { pointer: '/rows/2/clicks', code: 'unknown_field', message: expect.stringContaining('日期') },
    ])
  })

  it('of too many rows is not told row by row', () => {
    const { value, errors } = read(`${HEADER}\n${'x\n'.repeat(MAX_SPEND_ROWS + 1)}`)
    expect(value.rows).toHaveLength(MAX_SPEND_ROWS + 1)
    expect(errors).toEqual([])
  })

  it.each([
    ['a column twice', `day,日期,platform,amountFen\n2026-11-20,2026-11-20,a,1`, /a column twice/],
    ['no amount', 'day,platform\n2026-11-20,a', /must have the columns/],
    ['two amounts', 'day,platform,amountFen,amountYuan\n2026-11-20,a,1,1', /either amountFen or amountYuan/],
    ['names of columns that every object has', 'constructor,__proto__\n1,2', /must have the columns/],
    ['a quote that does not end', `${HEADER}\n"2026-11-20,a,b,c,1`, /cannot be read as CSV/],
    ['a quote in the middle', `${HEADER}\n2026-11-20,a"b,b,c,1`, /in line 2/],
    ['nothing', '', /must have the columns/],
  ])('with %s is refused as a whole', (_, csv, complaint) => {
    expect(readSpendCsv(bytes(csv))).toEqual({ complaint: expect.stringMatching(complaint) })
  })

  it('in no known encoding is refused', () => {
    expect(readSpendCsv(Uint8Array.from([0xff, 0xff, 0xff]))).toEqual({ complaint: 'is neither UTF-8 nor GB 18030' })
  })
})
