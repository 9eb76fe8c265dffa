import { begun, closed, parked } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import { retry } from '../../shared/platforms/conversions/verdicts.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { allOf } from './allOf.ts'
import { atMost } from './atMost.ts'
import type { ConversionsDeps } from './deps.ts'
import { prepare } from './prepare.ts'
import { keep, record } from './record.ts'
import { openReporter, type Reporter, type Way } from './reporter.ts'
import { type Ready, send } from './send.ts'
import { isForgotten } from './tell.ts'

/** How many requests to a destination are under way at once: more hurry no platform. */
export const AT_ONCE = 20

const close = async (
  { conversions, now }: ConversionsDeps,
  row: Conversion,
  ...[status, reason]: ['refused' | 'rejected', string]
): Promise<void> => {
  await conversions.change([{ before: row, after: closed(row, now(), status, reason) }])
}

/** The row with its event and the way that it goes; undefined when it was refused or put off. */
const readyOf = async (
  deps: ConversionsDeps,
  reporter: Reporter,
  row: Conversion,
  destination: Destination,
): Promise<(Ready & { way: Way }) | undefined> => {
  const prepared = await prepare(deps, row, destination)
  if ('waits' in prepared) await keep(deps, { before: row, after: prepared.waits })
  if ('refusal' in prepared) await close(deps, row, 'refused', prepared.refusal)
  if (!('event' in prepared)) return undefined
  const way = reporter.wayOf(prepared.event)
  if ('unfit' in way) await close(deps, row, 'refused', way.unfit.join(' '))
  else if (isForgotten(row, way.id, destination.settings, deps.now())) await close(deps, row, 'rejected', 'unanswered')
  else return { row, event: prepared.event, way }
  return undefined
}

/** Rows by the way that they go, in requests of as many as it takes; those that are to go alone have one each. */
const requestsOf = (ready: readonly (Ready & { way: Way })[]): { way: Way; items: Ready[] }[] =>
  Object.values(
    Object.groupBy(ready, ({ way, row }) => (row.alone ? `${way.id} ${row.conversionId}` : way.id)),
  ).flatMap((items = []) => {
    const [first] = items
    if (!first) return []
    const { way } = first
    const starts = Array.from({ length: Math.ceil(items.length / way.batch) }, (_, n) => n * way.batch)
    return starts.map((start) => ({ way, items: items.slice(start, start + way.batch) }))
  })

/** How a destination is told and asked, or that it has no connection. */
export const reporterOf = (deps: ConversionsDeps, destination: Destination): Promise<Reporter | ProviderFailure> =>
  openReporter(deps, destination.platform, destination).catch((error: unknown) => {
    if (error instanceof ProviderFailure) return error
    throw error
  })

/** A destination without a connection is tried again as one that is down: somebody may set it in time. */
const postponeAll = async (deps: ConversionsDeps, rows: readonly Conversion[], { code, kind }: ProviderFailure) => {
  for (const row of rows) {
    const after = begun(row, undefined, deps.now())
    if (await deps.conversions.change([{ before: row, after }])) await record(deps, after, retry(code ?? kind))
  }
}

/** Parks rows whose destination is disabled. */
const parkAll = async ({ conversions, now }: ConversionsDeps, rows: readonly Conversion[]): Promise<void> => {
  for (const row of rows) await conversions.change([{ before: row, after: parked(row, now()) }])
}

/** Sends rows that are due to their destination, those with the nearest deadline first. */
export const deliver = async (
  deps: ConversionsDeps,
  rows: readonly Conversion[],
  destination: Destination,
): Promise<void> => {
  if (!destination.enabled) return parkAll(deps, rows)
  const reporter = await reporterOf(deps, destination)
  if (reporter instanceof ProviderFailure) return postponeAll(deps, rows, reporter)
  const sorted = [...rows].sort((a, b) => (a.deadline < b.deadline ? -1 : 1))
  const ready = await allOf(sorted.map((row) => readyOf(deps, reporter, row, destination)))
  const requests = requestsOf(ready.filter((one) => one !== undefined))
  const inTurn = atMost(AT_ONCE)
  await allOf(requests.map(({ way, items }) => inTurn(() => send(deps, way, items))))
}
