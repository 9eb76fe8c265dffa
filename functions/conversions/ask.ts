import { apart, stillOut } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { LaterVerdict } from '../../shared/platforms/conversions/adapter.ts'
import { rejected } from '../../shared/platforms/conversions/verdicts.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { count } from '../../shared/runtime/log.ts'
import { allOf } from './allOf.ts'
import { atMost } from './atMost.ts'
import { AT_ONCE, reporterOf } from './deliver.ts'
import type { ConversionsDeps } from './deps.ts'
import { keep, record } from './record.ts'
import type { Reporter } from './reporter.ts'

/** Keeps what a destination says of a row that it took. */
const settle = async (deps: ConversionsDeps, row: Conversion, verdict: LaterVerdict): Promise<void> => {
  const now = deps.now()
  switch (verdict.status) {
    case 'pending':
    case 'token_expired':
      await keep(deps, { before: row, after: stillOut(row, now) })
      return
    case 'apart':
      if (row.alone) await record(deps, row, rejected(verdict.reason))
      else await keep(deps, { before: row, after: apart(row, now) })
      return
    default:
      await record(deps, row, verdict)
  }
}

/** Asks about one request. */
const askAbout = async (reporter: Reporter, row: Conversion | undefined): Promise<LaterVerdict> => {
  const verdict = await reporter.ask(row?.attempts.at(-1)?.way ?? '', row?.reference ?? '')
  if (verdict.status === 'token_expired') count('ConversionTokenExpired')
  return verdict
}

/** Asks a destination what became of rows that it took, once for each request that they went in. */
export const ask = async (
  deps: ConversionsDeps,
  rows: readonly Conversion[],
  destination: Destination,
): Promise<void> => {
  if (rows.length === 0) return
  const reporter = await reporterOf(deps, destination)
  const inTurn = atMost(AT_ONCE)
  const requests = Object.values(Object.groupBy(rows, ({ reference = '' }) => reference))
  await allOf(
    requests.map(async (together = []) => {
      const [first] = together
      const isOut = reporter instanceof ProviderFailure
      const verdict: LaterVerdict = isOut ? { status: 'pending' } : await inTurn(() => askAbout(reporter, first))
      await allOf(together.map((row) => settle(deps, row, verdict)))
    }),
  )
}
