import { parseArgs } from 'node:util'
import { stageOf } from '../../../infra/aws/stage.ts'
import { stages } from '../../../infra/aws/stages.ts'
import { topology } from '../../../infra/topology.ts'
import { billOf, floorOf, type Line, type Measured, monthlyOf, sum, usdOf } from './bill.ts'
import { fixedOf } from './fixed.ts'
import { measureUse, WAIT_MS } from './measure.ts'
import { PRICES } from './prices.ts'

const MILLION = 1_000_000
const MOST_USD_PER_MILLION_LEADS = 8

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}

const dollars = (usd: number): string => usd.toFixed(2).padStart(8)

const table = (title: string, lines: readonly Line[], times: number): number => {
  say(`\n${title}`)
  for (const line of lines)
    if (usdOf(line, times) >= 0.005)
      say(`  ${line.what.padEnd(42)} ${dollars(usdOf(line, times))}  ${PRICES.units[line.price].per}`)
  const total = sum(lines, times)
  say(`  ${'together'.padEnd(42)} ${dollars(total)}`)
  return total
}

const { values } = parseArgs({ options: { stage: { type: 'string', default: 'trial' } } })
const stage = stageOf(stages, values.stage)
const { architecture } = stage

say(`List prices in ${PRICES.region} of ${PRICES.asOf}, ${architecture}, without the free tier, US dollars.`)
say('Measured with one thing after the other, so that every change is a batch of its own: the dearest way.')
say(`Waiting for AWS is taken as ${JSON.stringify(WAIT_MS)} ms.`)

const used = await measureUse()
const bill = (measured: Measured): Line[] => billOf(topology, measured, architecture)
const lead = table('1,000,000 leads, sent by programs', bill(used.lead), MILLION)
table('1,000,000 leads, sent with an Idempotency-Key as landing pages do', bill(used.leadWithKey), MILLION)
table('1,000,000 visits', bill(used.visit), MILLION)
const floor = table(
  'the floor: the same work by one function, one write, one event',
  floorOf({ itemBytes: used.leadBytes, architecture }),
  MILLION,
)
const kept: Line[] = [
  { what: 'table', price: 'dynamoStorage', units: used.lead.storedBytes / 1e9 },
  { what: 'point-in-time recovery', price: 'dynamoRecovery', units: used.lead.storedBytes / 1e9 },
]
table('keeping 1,000,000 leads for a month', kept, MILLION)
table(
  `a month of the stage "${values.stage}" at rest; nothing is metered`,
  monthlyOf({ ...fixedOf(stage, values.stage), metrics: used.metrics }),
  1,
)

const holds = lead <= MOST_USD_PER_MILLION_LEADS
say(
  `\nP9: ${lead.toFixed(2)} US dollars for a million leads, ${(lead / floor).toFixed(1)} times the floor; must be at most ${MOST_USD_PER_MILLION_LEADS}: ${holds ? 'holds' : 'DOES NOT HOLD'}`,
)
process.exitCode = holds ? 0 : 1
