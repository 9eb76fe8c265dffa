import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chanceOf } from '../../infra/local/demoTraffic/chance.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { openTable } from '../../shared/store/table.ts'
import { allItems, TABLE_NAME } from '../harness/items.ts'
import { buildFunction } from './builds.ts'
import { leadEvent } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { withInstallation } from './installed.ts'
import { countersOf, DAYS, daysUpTo } from './scale/counters.ts'
import { putRows, type Row, rowOf, rowsLike } from './scale/fill.ts'
import { makeOperator, overviewEvent, reportEvent } from './scale/requests.ts'
import { type RunningSide, startFunction } from './side.ts'
import { median, rounded, sideOf } from './statistics.ts'
import { tableOf } from './table.ts'

const FEW = 1000
const MANY = 1_000_000
const ROUNDS = 9
/** Of a capture, and of what takes longer. */
const CALLS = 20
const LONG_CALLS = 5
const MOST_RATIO = 1.2
const MOST_OVERVIEW_MS = 300

type Directories = { capture: string; operations: string; console: string }

/** A table with so many leads in it, and what can be asked of it; each call is given its number. */
type Filled = {
  leads: number
  counters: number
  megabytes: number
  fillSeconds: number
  probes: Readonly<Record<Probe, (round: number) => Promise<number>>>
  stop: () => void
}

const PROBES = ['capture', 'report', 'overview'] as const
type Probe = (typeof PROBES)[number]

function* rowsOf(leads: number, like: (n: number) => Row[]): Generator<Row> {
  for (let n = 1; n < leads; n++) yield* like(n)
}

/** Milliseconds per call, one at a time, as whoever waits for the answer sees them. */
const timed = async (side: RunningSide, inputs: unknown[], status: number): Promise<number> => {
  const from = performance.now()
  await side.run({ inputs, atOnce: 1 }, () => status)
  return (performance.now() - from) / inputs.length
}

const repeated = <Thing>(thing: Thing): Thing[] => Array.from({ length: LONG_CALLS }, () => thing)

type Installation = Parameters<Parameters<typeof withInstallation>[0]>[0]

/** Fills the table of an installation, after one lead that came as any lead does. */
const fill = async (installed: Installation, capture: RunningSide, leads: number) => {
  const from = performance.now()
  await capture.run({ inputs: [leadEvent(0)], atOnce: 1 }, () => 201)
  const lead = (await allItems(installed.dynamodb)).find(({ sk }) => sk?.S === 'LEAD')
  if (!lead) throw new Error('the lead is not in the table')
  const days = daysUpTo(new Date())
  const counters = countersOf(leads, days, chanceOf('scale').next)
  putRows(installed.file, rowsOf(leads, rowsLike(lead, days)))
  putRows(installed.file, counters.map(rowOf))
  return { days, counters: counters.length, fillSeconds: rounded((performance.now() - from) / 1000) }
}

const startFilled = async (installed: Installation, directories: Directories, leads: number): Promise<Filled> => {
  const capture = startFunction('capture', directories.capture, installed)
  const operations = startFunction('operations', directories.operations, installed)
  const ofConsole = startFunction('console', directories.console, installed)
  const operator = await makeOperator(openTable({ db: dynamoClient(), name: TABLE_NAME }))
  const { days, ...filled } = await fill(installed, capture, leads)
  const report = reportEvent(operator, days[0] ?? '', days.at(-1) ?? '')
  return {
    leads,
    ...filled,
    megabytes: Math.round(statSync(installed.file).size / 1e6),
    probes: {
      capture: (round) =>
        timed(
          capture,
          Array.from({ length: CALLS }, (_, i) => leadEvent(1 + round * CALLS + i)),
          201,
        ),
      report: () => timed(operations, repeated(report), 200),
      overview: () => timed(ofConsole, repeated(overviewEvent(operator)), 200),
    },
    stop: () => {
      capture.stop()
      operations.stop()
      ofConsole.stop()
    },
  }
}

type Times = Record<Probe, { few: number[]; many: number[] }>

/** Rounds of every probe, the sides in turn, after two of each that do not count. */
const compare = async (few: Filled, many: Filled): Promise<Times> => {
  const times: Times = {
    capture: { few: [], many: [] },
    report: { few: [], many: [] },
    overview: { few: [], many: [] },
  }
  for (let round = 0; round < ROUNDS + 2; round++)
    for (const probe of PROBES) {
      const sides = { few: await few.probes[probe](round), many: await many.probes[probe](round) }
      if (round < 2) continue
      times[probe].few.push(sides.few)
      times[probe].many.push(sides.many)
    }
  return times
}

const numberText = (n: number): string => n.toLocaleString('en')

const WHAT: Readonly<Record<Probe, string>> = {
  capture: 'latency of a capture',
  report: `latency of the funnel report of ${DAYS} days by ad`,
  overview: "latency of the console's overview",
}

const noteOf = (few: Filled, many: Filled): string =>
  `${ROUNDS} rounds of ${CALLS} captures or ${LONG_CALLS} reports a side, in turn, one at a time. ${DAYS} days, 4 ads: ${few.counters} counter items for ${numberText(few.leads)} leads, ${many.counters} for ${numberText(many.leads)}, each with more numbers in it. Table of ${numberText(many.megabytes)} MB, filled in ${many.fillSeconds} s.`

const ratioFigure = (probe: Probe, times: Times, few: Filled, many: Filled): Figure => {
  const { few: ofFew, many: ofMany } = times[probe]
  const value = rounded(median(ofMany) / median(ofFew))
  return {
    id: 'P6',
    what: `${WHAT[probe]} with ${numberText(many.leads)} leads ÷ with ${numberText(few.leads)}`,
    value,
    unit: 'ratio',
    must: `≤ ${MOST_RATIO}`,
    holds: value <= MOST_RATIO,
    sides: [
      sideOf(`${numberText(many.leads)} leads`, ofMany, 'ms'),
      sideOf(`${numberText(few.leads)} leads`, ofFew, 'ms'),
    ],
    ...(probe === 'capture' && { note: noteOf(few, many) }),
  }
}

const figuresOf = (times: Times, few: Filled, many: Filled): Figure[] => {
  const overview = rounded(median(times.overview.many))
  return [
    ...PROBES.map((probe) => ratioFigure(probe, times, few, many)),
    {
      id: 'P6',
      what: `${WHAT.overview} with ${numberText(many.leads)} leads`,
      value: overview,
      unit: 'ms',
      must: `< ${MOST_OVERVIEW_MS}`,
      holds: overview < MOST_OVERVIEW_MS,
    },
  ]
}

const withFilled = <Result>(
  directories: Directories,
  leads: number,
  work: (filled: Filled) => Promise<Result>,
): Promise<Result> =>
  withInstallation(async (installed) => {
    const filled = await startFilled(installed, directories, leads)
    try {
      return await work(filled)
    } finally {
      filled.stop()
    }
  })

/** P6: what a table full of leads does to the latency of a capture, of the funnel report and of the overview. */
export const measureScale = ({ leads }: { leads: number } = { leads: MANY }): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directories = {
      capture: await buildFunction('capture', folder),
      operations: await buildFunction('operations', folder),
      console: await buildFunction('console', folder),
    }
    return withFilled(directories, FEW, (few) =>
      withFilled(directories, leads, async (many) => figuresOf(await compare(few, many), few, many)),
    )
  })

if (import.meta.main) {
  const { values } = parseArgs({ options: { leads: { type: 'string', default: String(MANY) } } })
  const leads = Number(values.leads)
  if (!Number.isInteger(leads) || leads < FEW) throw new Error(`--leads must be a whole number from ${FEW} on`)
  process.stdout.write(tableOf(await measureScale({ leads })))
}
