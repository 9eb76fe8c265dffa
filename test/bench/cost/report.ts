import { ASSUMPTIONS } from './assumed.ts'
import { type Line, sum, usdOf } from './bill.ts'
import { FLOOR_IN_WORDS } from './floor.ts'
import { beyondFree } from './monthly.ts'
import type { Priced, PriceList } from './price.ts'
import { PRICES, type Price, priceOf } from './prices.ts'

const MILLION = 1e6

const dollars = (usd: number | undefined): string => (usd === undefined ? '–' : usd.toFixed(2)).padStart(9)

const amount = (units: number): string =>
  units.toLocaleString('en-US', { maximumFractionDigits: units < 100 ? 2 : 0 }).padStart(12)

const head = (title: string, ...columns: string[]): string[] => [
  '',
  title,
  `${' '.repeat(48)}${'units'.padStart(12)}  ${'of'.padEnd(14)}${columns.map((column) => column.padStart(9)).join('')}`,
]

const row = ({ what, price, units }: Line, times: number, columns: (number | undefined)[]): string =>
  `  ${what.padEnd(46)}${amount(units * times)}  ${priceOf(price).unit.padEnd(14)}${columns.map(dollars).join('')}`

const together = (columns: number[]): string => `  ${'together'.padEnd(74)}${columns.map(dollars).join('')}`

/** Half a cent and more. */
const isVisible = (line: Line): boolean => usdOf(line, MILLION) >= 0.005

const usdIn = (lines: readonly Line[], { what }: Line): number | undefined => {
  const found = lines.find((line) => line.what === what)
  return found && usdOf(found, MILLION)
}

const itemNote = (bytes: number): string => (bytes === 0 ? '' : ` (an item of ${Math.round(bytes)} bytes)`)

const thingTable = ({ name, means, itemBytes, alone, inBatches, floor }: Priced): string[] => [
  ...head(`1,000,000 ${name}: ${means}${itemNote(itemBytes)}`, 'one by 1', 'batches', 'floor'),
  ...alone
    .filter(isVisible)
    .map((line) => row(line, MILLION, [usdOf(line, MILLION), usdIn(inBatches, line), usdIn(floor, line)])),
  together([alone, inBatches, floor].map((lines) => sum(lines, MILLION))),
]

const keptTable = (things: readonly Priced[]): string[] => [
  ...head('kept for a month: table with recovery, archived events, logs', 'USD'),
  ...things.map(({ name, kept }) => {
    const [gb = 0] = kept.map(({ units }) => units)
    return `  ${`1,000,000 ${name}`.padEnd(46)}${amount(gb * MILLION)}  ${'GB in the table'.padEnd(14)}${dollars(sum(kept, MILLION))}`
  }),
]

const monthTable = (title: string, lines: readonly Line[]): string[] => [
  ...head(title, 'list', 'not free'),
  ...lines.filter(({ units }) => units > 0).map((line) => row(line, 1, [usdOf(line), usdOf(beyondFree(line))])),
  together([sum(lines), sum(lines.map(beyondFree))]),
]

const regionNote = ({ stage }: PriceList): string[] =>
  stage.region === PRICES.region
    ? []
    : [`The stage is in ${stage.region}, whose prices are others: replace test/bench/cost/prices.ts to know them.`]

const unmeasuredNote = ({ unmeasured }: PriceList): string[] =>
  unmeasured.length === 0 ? [] : ['', `In no bill, as only queues and events start them: ${unmeasured.join(', ')}.`]

const UNSURE = Object.entries<Price>(PRICES.units).flatMap(([name, { unsure }]) => (unsure ? [name] : []))

/** Everything that the price list knows, for a terminal. */
export const reportOf = (list: PriceList, stageName: string): string =>
  [
    `List prices of ${PRICES.region} on ${PRICES.asOf}, ${list.stage.architecture}, ${PRICES.currency}, without the free tier; other regions and China: replace test/bench/cost/prices.ts.`,
    ...regionNote(list),
    `Prices that should be looked up before they are quoted: ${UNSURE.join(', ')}.`,
    '"One by 1": every change reaches its consumers alone, as at a lead in seconds; "batches": in full batches, as in a rush.',
    FLOOR_IN_WORDS,
    ...list.things.flatMap(thingTable),
    ...keptTable(list.things),
    ...monthTable(`a month of the stage "${stageName}", used or not`, list.fixed),
    ...monthTable('metered in a month without traffic', list.idle),
    ...unmeasuredNote(list),
    '',
    'Assumed, as it cannot be measured here:',
    ...ASSUMPTIONS.map((assumption) => `  - ${assumption}`),
    '',
  ].join('\n')
