import { disagrees, refusalsOf } from './agreed.ts'
import { complaintsOf } from './complaints.ts'
import type { Case } from './expected.ts'
import type { Attempt, Row } from './found.ts'
import { isOpenEnded, OPEN_ENDED } from './openEnded.ts'

const ENDED = ['accepted', 'rejected', 'expired', 'retracted', 'refused']

/** Platforms where the same is counted as often as it comes. */
const COUNTS_REPEATS = ['ocean_engine', 'kuaishou']

/** What passes: nothing ends for it alone. */
const PASSING = /^(?:http_(?:3\d\d|408|425|429|5\d\d)|unreachable|token_.*)$/

const HOUR_MS = 3_600_000

const lastOf = (attempts: readonly Attempt[]): number => Date.parse(attempts.at(-1)?.at ?? '')

/** Whether a row may have ended as expired: its time was over, or would have been at the next attempt. */
const mayBeExpired = ({ target }: Case, { attempts, deadline, reason }: Row): boolean => {
  const left = Date.parse(deadline) - Date.parse(attempts.at(-1)?.at ?? deadline)
  const isGone = target.id === 'removed' && reason === 'destination_removed'
  return isGone || reason === 'outcome_unknown' || left < 26 * HOUR_MS
}

/** Meta knows an event again for two days; the next attempt after that would count twice. */
const isForgotten = ({ platform, attempts }: Row): boolean =>
  platform === 'meta' &&
  attempts.some((each) => isOpenEnded(each) && Date.parse(each.at) < lastOf(attempts) - 23 * HOUR_MS)

const isRejectedRightly = (row: Row): boolean => {
  const { platform, reason = '' } = row
  return (
    !PASSING.test(reason) && (!OPEN_ENDED.includes(reason) || COUNTS_REPEATS.includes(platform) || isForgotten(row))
  )
}

/** C1: the conversion has one row, and that ended in a verdict that what happened explains. */
export const checkVerdict = (one: Case): string[] => {
  const {
    person,
    told: { rows },
    takenBack,
  } = one
  const [row, ...others] = rows
  if (!row) return ['it has no row']
  if (others.length > 0) return [`it has ${rows.length} rows`]
  if (!ENDED.includes(row.status)) return [`it is ${row.status}`]
  const mayBeTakenBack = person.remindedAt !== undefined && one.target.retracts && one.milestone === 'captured'
  const isRefused = row.status === 'refused' && refusalsOf(one).includes(row.reason ?? '')
  const isUnsent = mayBeTakenBack && row.status === 'retracted' && row.reason === 'not_sent'
  return complaintsOf([
    disagrees(one) && !isRefused && !isUnsent && `nobody agreed to it, and it is ${row.status} for ${row.reason}`,
    row.status === 'refused' && !isRefused && `it is refused for ${row.reason}`,
    row.status === 'expired' && !mayBeExpired(one, row) && 'it expired too early',
    row.status === 'rejected' && !isRejectedRightly(row) && `it is rejected for ${row.reason}`,
    row.status === 'retracted' && !mayBeTakenBack && 'it is retracted and nobody took it back',
    row.status === 'accepted' && mayBeTakenBack && takenBack.rows.length === 0 && 'it was not taken back',
    !mayBeTakenBack && takenBack.rows.length > 0 && 'it is taken back and nobody did that',
    ...takenBack.rows.map(({ status }) => !ENDED.includes(status) && `its being taken back is ${status}`),
    takenBack.rows.length > 1 && `it is taken back by ${takenBack.rows.length} rows`,
  ])
}
