import { begun } from '../../shared/conversions/steps.ts'
import type { ConversionEvent } from '../../shared/domain/conversion.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { allOf } from './allOf.ts'
import type { ConversionsDeps } from './deps.ts'
import { record } from './record.ts'
import type { Way } from './reporter.ts'

/** A row with the event that tells it. */
export type Ready = { row: Conversion; event: ConversionEvent }

/** Writes down that rows are being sent, before they are; those that somebody else changed are left to him. */
const begin = async ({ conversions, now }: ConversionsDeps, way: Way, items: readonly Ready[]): Promise<Ready[]> => {
  const started = await allOf(
    items.map(async ({ row, event }) => {
      const after = begun(row, way.id, now())
      return (await conversions.change([{ before: row, after }])) ? [{ row: after, event }] : []
    }),
  )
  return started.flat()
}

/** Tells rows whose sending began, and halves of them apart as long as all are refused for the sake of some. */
const tellAll = async (deps: ConversionsDeps, way: Way, items: readonly Ready[]): Promise<void> => {
  const [first, ...others] = items
  if (!first) return
  const told = await way.tell([first.event, ...others.map(({ event }) => event)])
  const isRefusedTogether = (index: number) => others.length > 0 && told[index]?.status === 'whole_batch'
  await allOf(
    items.map(async ({ row }, index) => {
      const each = told[index]
      if (each && !isRefusedTogether(index)) await record(deps, row, each)
    }),
  )
  const together = items.filter((_, index) => isRefusedTogether(index))
  const half = Math.ceil(together.length / 2)
  await allOf([tellAll(deps, way, together.slice(0, half)), tellAll(deps, way, together.slice(half))])
}

/** Sends rows in one request, and writes down what came of each. */
export const send = async (deps: ConversionsDeps, way: Way, items: readonly Ready[]): Promise<void> =>
  tellAll(deps, way, await begin(deps, way, items))
