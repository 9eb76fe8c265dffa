import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { HostProblem } from '../hostProblem.ts'
import { writeWhole } from '../wholeFile.ts'

/** By seed: over how many days the traffic goes, and up to when. */
const Moments = z.record(z.string(), z.object({ days: z.int(), until: z.int() }))

/**
 * Up to when the traffic of a seed goes (milliseconds): the moment of its first run, which is remembered in the data
 * folder, so that any later run makes the same and adds nothing. Fails when the first run was over other days.
 */
export const momentOf = (data: string, seed: number, days: number, now: number): number => {
  const file = join(data, 'demo.json')
  const moments = existsSync(file) ? Moments.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const known = moments[seed]
  if (known && known.days !== days)
    throw new HostProblem(`The traffic of seed ${seed} is over ${known.days} days. Choose another --seed for ${days}.`)
  if (known) return known.until
  writeWhole(file, `${JSON.stringify({ ...moments, [seed]: { days, until: now } })}\n`)
  return now
}
