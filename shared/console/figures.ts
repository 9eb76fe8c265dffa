const numbers = new Intl.NumberFormat('en-US')
const yuan = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** `12,345`. */
export const numberText = (value: number): string => numbers.format(value)

/** `42.1%`, or a dash where there is no rate. */
export const rateText = (rate: number | null): string => (rate === null ? '–' : `${(rate * 100).toFixed(1)}%`)

/** `¥1,234.50` for fen, or a dash where it cannot be told. */
export const moneyText = (fen: number | null): string => (fen === null ? '–' : `¥${yuan.format(fen / 100)}`)

/** An instant as a clock in a time zone shows it: `2026-11-26 18:05:09`. */
export const timeText = (at: string, timezone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(at))
