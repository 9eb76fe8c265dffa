import { onItsWayUntil } from '../../shared/conversions/queues.ts'
import { closed } from '../../shared/conversions/steps.ts'
import { DestinationPlatform } from '../../shared/domain/destination.ts'
import { log, note } from '../../shared/runtime/log.ts'
import type { Waiting } from '../../shared/store/conversionPlaces.ts'
import type { DueDeps } from './deps.ts'
import { unpark } from './unpark.ts'

/** A queue holds no more than some minutes' work: what is put into it comes out in that order, and the nearest deadline is to come first. */
const MOST_IN_QUEUE = 1000

const AT_ONCE = 25

const inGroups = function* <Thing>(things: readonly Thing[]): Generator<readonly Thing[]> {
  for (let from = 0; from < things.length; from += AT_ONCE) yield things.slice(from, from + AT_ONCE)
}

/** Whether a row that nobody sent in time is ended now; one that is being sent is ended by whoever sends it. */
const isExpired = async ({ conversions, now }: DueDeps, { conversionId }: Waiting): Promise<boolean> => {
  const row = await conversions.find(conversionId)
  if (row?.status !== 'planned') return false
  return conversions.change([{ before: row, after: closed(row, now(), 'expired', row.reason ?? 'window_closed') }])
}

/** Ends rows that are too late; the others are left. */
const withoutExpired = async (deps: DueDeps, due: readonly Waiting[], at: string): Promise<Waiting[]> => {
  const left: Waiting[] = []
  for (const group of inGroups(due)) {
    const isOver = await Promise.all(group.map((one) => (one.deadline <= at ? isExpired(deps, one) : false)))
    left.push(...group.filter((_, index) => !isOver[index]))
  }
  return left
}

/** Sends messages about the rows of a platform that are due, the nearest deadline first, and ends those that are too late. */
const workOn = async (deps: DueDeps, platform: DestinationPlatform): Promise<number> => {
  const { conversions, queues, now } = deps
  const at = now().toISOString()
  const due = await withoutExpired(deps, await conversions.due(platform, at, MOST_IN_QUEUE), at)
  if (due.length === 0) return 0
  const room = Math.max(0, MOST_IN_QUEUE - (await queues.waiting(platform)))
  const sent = due.slice(0, room)
  for (const group of inGroups(sent)) {
    await queues.send(
      platform,
      group.map(({ conversionId }) => conversionId),
    )
    await Promise.all(group.map((waiting) => conversions.queued(waiting, onItsWayUntil(now()))))
  }
  return sent.length
}

/** Works on every platform by itself: what fails with one keeps no other waiting. */
export const workOnDue = async (deps: DueDeps): Promise<void> => {
  const work = [unpark(deps).then(() => 0), ...DestinationPlatform.options.map((platform) => workOn(deps, platform))]
  const results = await Promise.allSettled(work)
  const failed = results.filter((result) => result.status === 'rejected')
  for (const { reason } of failed) log.error('conversions of a platform could not be looked after', reason)
  note({ records: results.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0) })
  if (failed.length > 0) throw new Error(`${failed.length} parts of the work failed`)
}
