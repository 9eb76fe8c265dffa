import type { Figure } from './figure.ts'

const HEAD = ['id', 'what', 'value', 'must be', 'holds']

const rowOf = (figure: Figure): string[] => {
  if ('skipped' in figure) return [figure.id, figure.what, '–', '', `left out: ${figure.skipped}`]
  const { id, what, value, unit, must, holds } = figure
  return [
    id,
    what,
    unit === 'ratio' ? String(value) : `${value} ${unit}`,
    must,
    must === '' ? '' : holds ? 'yes' : 'NO',
  ]
}

const linesBelow = (figure: Figure): string[] => {
  if ('skipped' in figure) return []
  const sides = (figure.sides ?? []).map(
    ({ name, median, least, greatest, unit }) => `${name} ${median} ${unit} (${least}–${greatest})`,
  )
  return [...sides, ...(figure.note ? [figure.note] : [])]
}

/** The figures as a table for the terminal, each with its sides and its note below. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = [HEAD, ...figures.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const indent = ' '.repeat((widths[0] ?? 0) + 2)
  const below = (figure: Figure) => linesBelow(figure).map((text) => `${indent}  ${text}`)
  return [line(HEAD), ...figures.flatMap((figure) => [line(rowOf(figure)), ...below(figure)]), ''].join('\n')
}
