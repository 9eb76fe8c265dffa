import type { Figure } from '../figure.ts'
import { type Line, sum } from './bill.ts'
import { type Priced, type PriceList, priceListOf } from './price.ts'
import { PRICES } from './prices.ts'

const MILLION = 1e6
const HALF_A_CENT = 0.005

const cents = (usd: number): number => Math.round(usd * 100) / 100
const usdOfMillion = (lines: readonly Line[]): number => cents(sum(lines, MILLION))

const figureOf = ({ name, means, most, alone, inBatches, floor }: Priced, left: readonly string[]): Figure[] => {
  if (most === undefined) return []
  const value = usdOfMillion(alone)
  return [
    {
      id: 'P9',
      what: `list price of 1,000,000 ${name}`,
      value,
      unit: 'US dollars',
      must: most === null ? '' : `≤ ${most}`,
      holds: most === null || value <= most,
      note: `${means}. ${usdOfMillion(inBatches)} in full batches; ${usdOfMillion(floor)} is the floor. ${PRICES.region}, ${PRICES.asOf}, no free tier.${left.length > 0 ? ` Without ${left.join(', ')}.` : ''}`,
    },
  ]
}

/** P9: what leads cost, and a month in which nobody comes. */
export const figuresOf = (list: PriceList): Figure[] => [
  ...list.things.flatMap((thing) => figureOf(thing, list.unmeasured)),
  {
    id: 'P9',
    what: 'metered in a month without traffic',
    value: cents(sum(list.idle)),
    unit: 'US dollars',
    must: '= 0',
    holds: sum(list.idle) < HALF_A_CENT,
    note: `Whether it is used or not, the stage has ${cents(sum(list.fixed))} US dollars a month of key, alarms, dashboard and metrics, without the free tier.`,
  },
]

/** P9 for the stage `trial`. */
export const measureCost = async (): Promise<Figure[]> => figuresOf(await priceListOf('trial'))
