import { describe, expect, it } from 'vitest'
import { readSpendCsv } from '../../shared/contract/spendCsv.ts'

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

describe('spend as CSV', () => {
  it.each([
    ['plain', bytes(`${HEADER}\n2026-11-20,baidu,a,b,1234\n`)],
    ['with a byte order mark and CRLF', bytes(`\u{feff}${HEADER}\r\n2026-11-20,baidu,a,b,1234\r\n`)],
    ['with quotes and blanks', bytes(`${HEADER}\n"2026-11-20", baidu ,"a",b, 1234 `.replaceAll(', ', ','))],
    ['in yuan', bytes('day,platform,account,ad,amountYuan\n2026-11-20,baidu,a,b,12.34')],
    ['with slashes in the day', bytes(`${HEADER}\n2026/11/20,baidu,a,b,1234`)],
    ['in Chinese', bytes('日期,平台,账户,广告,消耗（元）\n2026-11-20,baidu,a,b,12.34')],
  ])('is read %s', (_, csv) => {
    const row = { day: '2026-11-20', platform: 'baidu', account: 'a', ad: 'b', amountFen: 1234 }
    expect(readSpendCsv(csv)).toEqual({ value: { rows: [row] } })
  })

  it('is read in GBK, as spreadsheets in China save it', () => {
    const row = { day: '2026-11-20', platform: 'baidu', amountFen: 1234 }
    expect(readSpendCsv(GBK)).toEqual({ value: { rows: [row] } })
  })

  it.each([
    ['1,234.50', 123_450],
    ['0', 0],
    ['1234567.89', 123_456_789],
    ['-5', -500],
    ['1.234', '1.234'],
    ['1,23', '1,23'],
    ['', ''],
    ['free', 'free'],
  ])('an amount of %j yuan is %j', (yuan, amountFen) => {
    expect(readSpendCsv(bytes(`day,platform,amountYuan\n2026-11-20,baidu,"${yuan}"`))).toMatchObject({
      value: { rows: [{ amountFen }] },
    })
  })

  it.each([
    ['an unknown column', `${HEADER},clicks\n2026-11-20,a,b,c,1,2`, /a column "clicks"/],
    ['a column twice', `day,日期,platform,amountFen\n2026-11-20,2026-11-20,a,1`, /a column twice/],
    ['no amount', 'day,platform\n2026-11-20,a', /must have the columns/],
    ['two amounts', 'day,platform,amountFen,amountYuan\n2026-11-20,a,1,1', /either amountFen or amountYuan/],
    ['a row that is too short', `${HEADER}\n2026-11-20,a`, /in line 2/],
    ['a quote that does not end', `${HEADER}\n"2026-11-20,a,b,c,1`, /cannot be read as CSV/],
    ['nothing', '', /must have the columns/],
  ])('with %s is refused as a whole', (_, csv, complaint) => {
    expect(readSpendCsv(bytes(csv))).toEqual({ complaint: expect.stringMatching(complaint) })
  })

  it('in no known encoding is refused', () => {
    expect(readSpendCsv(Uint8Array.from([0xff, 0xff, 0xff]))).toEqual({ complaint: 'is neither UTF-8 nor GB 18030' })
  })
})
