import { CsvError, parse } from 'csv-parse/sync'

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

/** UTF-8 with or without its mark, else GB 18030, which GBK is a part of. */
const decoded = (bytes: Uint8Array): string | undefined => {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {}
  return undefined
}

const columnOf = (name: string): Column | undefined =>
  COLUMNS[name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()]

const YUAN = /^-?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$/

/** Fen of an amount such as `1,234.50`; what is no amount stays as it is, for the schema to complain of. */
const fenOf = (yuan: string): unknown => (YUAN.test(yuan) ? Math.round(Number(yuan.replaceAll(',', '')) * 100) : yuan)

const rowOf = (columns: readonly Column[], cells: readonly string[]): Record<string, unknown> => {
  const row: Record<string, unknown> = {}
  columns.forEach((column, i) => {
    const cell = cells[i]?.trim() ?? ''
    if (column === 'amountYuan') row.amountFen = fenOf(cell)
    else if (column === 'amountFen') row.amountFen = /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell
    else if (cell !== '') row[column] = column === 'day' ? cell.replaceAll('/', '-') : cell
  })
  return row
}

const headerOf = (names: readonly string[]): { columns: Column[] } | { complaint: string } => {
  const unknown = names.find((name) => columnOf(name) === undefined)
  if (unknown !== undefined)
    return { complaint: `has a column "${unknown}"; known are ${Object.keys(COLUMNS).join(', ')}` }
  const columns = names.flatMap((name) => columnOf(name) ?? [])
  if (new Set(columns).size < columns.length) return { complaint: 'has a column twice' }
  const amounts = columns.filter((column) => column.startsWith('amount'))
  if (!columns.includes('day') || !columns.includes('platform') || amounts.length !== 1)
    return { complaint: 'must have the columns day, platform and either amountFen or amountYuan' }
  return { columns }
}

/** Reads spend as comma-separated values: row n of the result is line n + 2. Names of columns may be Chinese, amounts in yuan. */
export const readSpendCsv = (bytes: Uint8Array): { value: { rows: unknown[] } } | { complaint: string } => {
  const text = decoded(bytes)
  if (text === undefined) return { complaint: 'is neither UTF-8 nor GB 18030' }
  try {
    const [names = [], ...lines] = parse(text.trimEnd(), { relax_column_count: false }) as string[][]
    const header = headerOf(names)
    return 'complaint' in header ? header : { value: { rows: lines.map((cells) => rowOf(header.columns, cells)) } }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { complaint: `cannot be read as CSV: ${error.code} in line ${(error as { lines?: number }).lines ?? 1}` }
  }
}
