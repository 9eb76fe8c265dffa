import { CsvError, type Options, parse } from 'csv-parse/sync'
import { MAX_SPEND_ROWS } from '../domain/spend.ts'
import type { CsvRows } from './endpoint.ts'
import type { FieldError } from './problem.ts'

type Column = 'day' | 'platform' | 'account' | 'ad' | 'amountFen' | 'amountYuan'

/** How the columns are named, here and in what ad platforms export. */
const COLUMNS: Readonly<Record<string, Column>> = {
  day: 'day',
  日期: 'day',
  时间: 'day',
  platform: 'platform',
  平台: 'platform',
  媒体: 'platform',
  account: 'account',
  账户: 'account',
  账户id: 'account',
  ad: 'ad',
  广告: 'ad',
  广告id: 'ad',
  amountfen: 'amountFen',
  amountyuan: 'amountYuan',
  花费: 'amountYuan',
  '花费(元)': 'amountYuan',
  消耗: 'amountYuan',
  '消耗(元)': 'amountYuan',
}

/** Of the names those that anybody needs. */
const USUAL_NAMES = 'day, platform, account, ad, amountFen, amountYuan, or 日期, 平台, 账户, 广告, 花费, 消耗'

/** What the platforms that counters know are called in China. */
const PLATFORMS: Readonly<Record<string, string>> = {
  腾讯广告: 'tencent_ads',
  广点通: 'tencent_ads',
  巨量引擎: 'ocean_engine',
  磁力引擎: 'kuaishou',
  快手: 'kuaishou',
  百度: 'baidu',
  百度营销: 'baidu',
}

/** UTF-8 with or without its mark, else GB 18030, which GBK is a part of. */
const decoded = (bytes: Uint8Array): string | undefined => {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {}
  return undefined
}

const OPTIONS = {
  info: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
} satisfies Options

/** A line of a file: its cells, and which line it is, from 1; of a cell that goes over several lines the last. */
type Line = { record: string[]; info: { lines: number } }

const known = <Value>(names: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined

const columnOf = (name: string): Column | undefined =>
  known(COLUMNS, name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase())

const YUAN = /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$/

/** Fen of an amount such as `1,234.50`; what is no amount stays as it is, for the schema to complain of. */
const fenOf = (yuan: string): unknown => (YUAN.test(yuan) ? Math.round(Number(yuan.replaceAll(',', '')) * 100) : yuan)

/** `2026/1/5`, as spreadsheets write it, and `20260105` are days too. */
const dayOf = (cell: string): string => {
  const [, year, month = '', day = ''] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(cell) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(cell) ?? []
  return year === undefined ? cell : [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
}

const VALUES: Readonly<Record<Column, (cell: string) => unknown>> = {
  day: dayOf,
  platform: (cell) => known(PLATFORMS, cell) ?? cell,
  account: (cell) => cell,
  ad: (cell) => cell,
  amountFen: (cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell),
  amountYuan: (cell) => fenOf(cell.normalize('NFKC')),
}

type Columns = readonly (Column | undefined)[]

const rowOf = (columns: Columns, { record }: Line): Record<string, unknown> =>
  Object.fromEntries(
    columns.flatMap((column, i) => {
      const cell = record[i] ?? ''
      if (column === undefined || cell === '') return []
      return [[column === 'amountYuan' ? 'amountFen' : column, VALUES[column](cell)]]
    }),
  )

const pointerPart = (name: string): string => name.slice(0, 40).replaceAll('~', '~0').replaceAll('/', '~1')

const lengthErrors = ({ length }: Columns, lines: readonly Line[]): FieldError[] =>
  lines.flatMap(({ record }, i) => {
    const message = `must have ${length} cells, one for each column, and has ${record.length}`
    return record.length === length ? [] : [{ pointer: `/rows/${i}`, code: 'invalid', message }]
  })

/** A column that is not known may be there as long as it is empty; else the first line is told that has something in it. */
const columnErrors = (names: readonly string[], columns: Columns, lines: readonly Line[]): FieldError[] =>
  names.flatMap((name, column) => {
    const row = lines.findIndex(({ record }) => (record[column] ?? '') !== '')
    if (columns[column] !== undefined || row < 0) return []
    const message = `is in a column that is not known; known are ${USUAL_NAMES}`
    return [{ pointer: `/rows/${row}/${pointerPart(name)}`, code: 'unknown_field', message }]
  })

/** What is wrong with the columns themselves, so that no line can be read. */
const complaintAbout = (columns: Columns): string | undefined => {
  const found = columns.filter((column) => column !== undefined)
  if (new Set(found).size < found.length) return 'has a column twice'
  const amounts = found.filter((column) => column.startsWith('amount'))
  if (found.includes('day') && found.includes('platform') && amounts.length === 1) return undefined
  return 'must have the columns day, platform and either amountFen or amountYuan'
}

const rowsOf = ([head, ...lines]: readonly Line[]): CsvRows | { complaint: string } => {
  const names = head?.record ?? []
  const columns = names.map(columnOf)
  const complaint = complaintAbout(columns)
  if (complaint !== undefined) return { complaint }
  const isTooLong = lines.length > MAX_SPEND_ROWS
  return {
    value: { rows: lines.map((line) => rowOf(columns, line)) },
    lines: lines.map(({ info }) => info.lines),
    errors: isTooLong ? [] : [...lengthErrors(columns, lines), ...columnErrors(names, columns, lines)],
  }
}

/** Reads spend as comma-separated values. Names of columns may be Chinese, amounts in yuan; lines without a value are passed over. */
export const readSpendCsv = (bytes: Uint8Array): CsvRows | { complaint: string } => {
  const text = decoded(bytes)
  if (text === undefined) return { complaint: 'is neither UTF-8 nor GB 18030' }
  try {
    return rowsOf(parse(text, OPTIONS) as unknown as Line[])
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { complaint: `cannot be read as CSV: ${error.code} in line ${(error as { lines?: number }).lines ?? 1}` }
  }
}
