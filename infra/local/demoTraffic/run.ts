/** Makes synthetic traffic on the demo campaigns of a data folder: `npm run demo -- --leads 500 --seed 2`. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Count } from '../../../shared/domain/journal.ts'
import { HostProblem } from '../hostProblem.ts'
import { momentOf } from './moment.ts'
import { MOST_LEADS, MOST_SEEDS } from './people.ts'
import { openPlace } from './place.ts'
import { type Made, makeTraffic } from './traffic.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

const wholeIn = (option: string, text: string, least: number, most: number): number => {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new HostProblem(`--${option} must be ${least} to ${most}, not "${text}".`)
}

const optionsOf = () => {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        leads: { type: 'string', default: '3000' },
        days: { type: 'string', default: '60' },
      },
    }).values
  } catch (error) {
    throw new HostProblem((error as Error).message)
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const SAID: readonly Count[] = [
  'captured',
  'rejected',
  'repeated',
  'registered',
  'applied',
  'credited',
  'declined',
  'disbursed',
]

const tell = ({ leads, counts, spendRows }: Made, seconds: number, url: string | undefined): void => {
  say(`${counts.visited ?? 0} visits and ${leads} leads, with what they cost in ${spendRows} rows, in ${seconds} s:`)
  say(`  ${SAID.map((name) => `${name} ${counts[name] ?? 0}`).join(', ')}`)
  if (url) say(`console  ${url}/console`)
  else say('npm start, then open /console at the address that it says')
}

const main = async (): Promise<void> => {
  const values = optionsOf()
  const seed = wholeIn('seed', values.seed, 0, MOST_SEEDS - 1)
  const leads = wholeIn('leads', values.leads, 1, MOST_LEADS)
  const days = wholeIn('days', values.days, 1, 365)
  const data = process.env.TUOKE_DATA || join(root, '.local')
  const dynamodbEndpoint = process.env.DYNAMODB_ENDPOINT || undefined
  const started = performance.now()
  const place = await openPlace({ data, root, tableName: process.env.TABLE_NAME || 'tuoke', dynamodbEndpoint })
  try {
    const until = momentOf(data, seed, days, Date.now())
    const made = await makeTraffic(place.table, place.ring, { seed, leads, days, until })
    tell(made, Math.round((performance.now() - started) / 100) / 10, place.url)
  } finally {
    await place.leave()
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof HostProblem ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
}
