import { MAX_DELAY_SECONDS, onItsWayUntil } from '../../shared/conversions/queues.ts'
import { closed, ended, type Outcome } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { count, log } from '../../shared/runtime/log.ts'
import type { RowChange } from '../../shared/store/conversionStore.ts'
import type { ConversionsDeps } from './deps.ts'
import type { Told } from './tell.ts'

const ROUNDS = 5

/** What an event came to that was told alone. */
const outcomeOf = (told: Told): Outcome => {
  if (told.status === 'whole_batch') return { ...told, status: 'rejected' }
  if (told.status !== 'token_expired') return told
  count('ConversionTokenExpired')
  return { status: 'retry', reason: 'token_expired' }
}

/** A conversion that was taken back is retracted at the same moment. */
const alsoChanged = async (deps: ConversionsDeps, { retracts, status }: Conversion): Promise<RowChange[]> => {
  if (retracts === undefined || status !== 'accepted') return []
  const before = await deps.conversions.find(retracts)
  return before?.status === 'accepted' ? [{ before, after: closed(before, deps.now(), 'retracted') }] : []
}

/** In how many seconds something is to be done with a row, when a message may wait for so long. */
const delayOf = ({ status, nextAt }: Conversion, now: Date): number | undefined => {
  // A second more: who receives it may have a clock that is behind.
  const seconds = Math.max(0, Math.ceil((Date.parse(nextAt) - now.getTime()) / 1000)) + 1
  const waits = status === 'planned' || status === 'sent'
  return waits && seconds <= MAX_DELAY_SECONDS ? seconds : undefined
}

/** Sends a message that comes when the row is due. Without it, it is only found later. */
const sendLater = async ({ queues }: ConversionsDeps, row: Conversion, delaySeconds: number): Promise<void> => {
  try {
    await queues.send(row.platform, [row.conversionId], { delaySeconds })
  } catch (error) {
    log.error('a message about a conversion was not sent', error)
  }
}

/** Keeps a row as it is now, with a message at the time when it is due again; false when it was changed meanwhile. */
export const keep = async (
  deps: ConversionsDeps,
  change: RowChange,
  others: readonly RowChange[] = [],
): Promise<boolean> => {
  const { after } = change
  const delay = delayOf(after, deps.now())
  const queued = delay === undefined ? {} : { queuedUntil: onItsWayUntil(new Date(after.nextAt)) }
  if (!(await deps.conversions.change([change, ...others], queued))) return false
  if (delay !== undefined) await sendLater(deps, after, delay)
  return true
}

/** What was accepted is accepted, whatever others made of the row meanwhile. Any other outcome is no news then: the row is theirs. */
const isNews = ({ status }: Conversion, outcome: Outcome): boolean =>
  outcome.status === 'accepted' && status !== 'accepted' && status !== 'retracted'

/** Writes down how the sending of a row ended; `since` is when it began, if that is long ago. */
export const record = async (deps: ConversionsDeps, row: Conversion, told: Told, since?: Date): Promise<void> => {
  const outcome = outcomeOf(told)
  let before = row
  for (let round = 0; round < ROUNDS; round++) {
    const after = ended(before, { outcome, now: deps.now(), ...(since && { since }) })
    if (await keep(deps, { before, after }, await alsoChanged(deps, after))) return
    const found = await deps.conversions.find(row.conversionId)
    if (!found || !isNews(found, outcome)) return
    before = found
  }
}
