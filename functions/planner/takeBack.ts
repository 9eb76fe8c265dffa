import { newRetraction } from '../../shared/conversions/newRow.ts'
import { closed, PERHAPS_SENT, SENDING_MS } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { PlannerDeps } from './deps.ts'
import { keepRow } from './keepRow.ts'

const ROUNDS = 5

/** Does the next thing about what a row told; false when the row is to be looked at again. */
const step = async (deps: PlannerDeps, row: Conversion, destination: Destination): Promise<boolean> => {
  const now = deps.now()
  if (row.status === 'planned' || row.status === 'parked') {
    const after = closed(row, now, 'retracted', row.tries > 0 ? PERHAPS_SENT : 'not_sent')
    await deps.conversions.change([{ before: row, after }])
    return false
  }
  const isTold = row.status === 'accepted' || row.reason === PERHAPS_SENT
  if (!isTold && row.status !== 'sending' && row.status !== 'sent') return true
  // Of what goes on the outcome is known later.
  const nextAt = isTold ? now : new Date(now.getTime() + SENDING_MS)
  await keepRow(deps, newRetraction(row, destination, now, nextAt))
  return true
}

/** Takes a conversion back: what was not sent stays here, what may have arrived is followed by a retraction. */
export const takeBack = async (deps: PlannerDeps, conversionId: string, destination: Destination): Promise<void> => {
  for (let round = 0; round < ROUNDS; round++) {
    const row = await deps.conversions.find(conversionId)
    if (!row || (await step(deps, row, destination))) return
  }
  throw new Error('the conversion is being changed by others')
}
