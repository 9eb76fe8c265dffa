/** Prints what a million leads and visits cost, and a month of a stage: `npm run cost -- --stage trial`. Ends in failure when it is more than it must be. */
import { parseArgs } from 'node:util'
import { Refusal } from '../../../infra/refusal.ts'
import { tableOf } from '../table.ts'
import { priceListOf } from './price.ts'
import { reportOf } from './report.ts'
import { figuresOf } from './verdict.ts'

const stageIn = (args: string[]): string => {
  try {
    return parseArgs({ args, options: { stage: { type: 'string', default: 'trial' } } }).values.stage
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
}

const main = async (): Promise<void> => {
  const stage = stageIn(process.argv.slice(2))
  const list = await priceListOf(stage)
  const figures = figuresOf(list)
  process.stdout.write(`${reportOf(list, stage)}\n${tableOf(figures)}`)
  process.exitCode = figures.every((figure) => 'skipped' in figure || figure.holds) ? 0 : 1
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
})
