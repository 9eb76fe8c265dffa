import type { Case, Traces } from './expected.ts'
import type { Attempt, Found, Received, Row } from './found.ts'
import { spacingOf } from './schedule.ts'

const ENDED = ['accepted', 'rejected', 'expired', 'retracted', 'refused']

/** After these nobody knows whether the platform took it. */
const OPEN_ENDED = [undefined, 'unanswered', 'answer_unreadable', 'http_502', 'http_504', 'code_INTERNAL_ERROR']

/** Platforms where the same is counted as often as it comes. */
const COUNTS_REPEATS = ['ocean_engine', 'kuaishou']

/** What passes: nothing ends for it alone. */
const PASSING = /^(?:http_(?:3\d\d|408|425|429|5\d\d)|unreachable|token_.*)$/

/** A call that is on its way when consent is withdrawn ends within the time that a function may run. */
const ON_ITS_WAY_MS = 30_000

const isOpenEnded = ({ outcome, reason }: Attempt): boolean =>
  outcome === undefined || outcome === 'sent' || (outcome !== 'accepted' && OPEN_ENDED.includes(reason))

const sum = (received: readonly Received[], name: 'offered' | 'counted'): number =>
  received.reduce((total, each) => total + each[name], 0)

const about = (problems: readonly (string | false | undefined)[]): string[] =>
  problems.filter((each) => each !== false && each !== undefined)

const ABROAD = ['meta', 'google_ads']

const NOT_AGREED = 'consent_missing_ad_measurement'

/** Whether a person never agreed to be told of there. */
const disagrees = ({ person: { agrees }, target: { platform } }: Case): boolean =>
  agrees === 'nowhere' || (agrees === 'home' && ABROAD.includes(platform))

/** What a row may be refused for by us. */
const refusalsOf = ({ person: { agrees, withdrawnAt }, target: { id, platform } }: Case): string[] => [
  ...(agrees === 'nowhere' || withdrawnAt !== undefined ? [NOT_AGREED] : []),
  ...(agrees === 'home' && ABROAD.includes(platform) ? ['consent_missing_cross_border'] : []),
  ...(id === 'removed' ? ['destination_removed'] : []),
]

/** Whether a row may have ended as expired: its time was over, or would have been at the next attempt. */
const mayBeExpired = ({ target }: Case, { attempts, deadline, reason }: Row): boolean => {
  const left = Date.parse(deadline) - Date.parse(attempts.at(-1)?.at ?? deadline)
  const isGone = target.id === 'removed' && reason === 'destination_removed'
  return isGone || reason === 'outcome_unknown' || left < 26 * 3_600_000
}

const isRejectedRightly = ({ platform, reason = '' }: Row): boolean =>
  !PASSING.test(reason) && (!OPEN_ENDED.includes(reason) || COUNTS_REPEATS.includes(platform))

/** C1: the conversion has one row, and that ended in a verdict that what happened explains. */
const checkVerdict = (one: Case): string[] => {
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
  return about([
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

/** C2: it counts once, and was sent again only when nobody knew whether it had arrived; what is accepted is there. */
const checkEffect = ({ rows: [row], received }: Traces, { mayRepeat = false } = {}): string[] => {
  if (!row) return received.length > 0 ? ['a platform has it, and there is no row'] : []
  const [counted, offered] = [sum(received, 'counted'), sum(received, 'offered')]
  const openEnded = row.attempts.filter(isOpenEnded).length
  const isTold = row.status === 'accepted' || row.attempts.at(-1)?.outcome === 'accepted'
  return about([
    counted > 1 && !mayRepeat && `it counts ${counted} times`,
    isTold && counted === 0 && 'it is accepted, and the platform does not have it',
    offered > openEnded + (isTold ? 1 : 0) && `the platform took it ${offered} times`,
    row.attempts.slice(0, -1).some(({ outcome }) => outcome === 'accepted' || outcome === 'rejected') &&
      'it was sent again after an answer that was final',
  ])
}

/** C3: nothing left that nobody agreed to, or after consent was withdrawn. */
const checkConsent = (one: Case): string[] => {
  const {
    person: { withdrawnAt },
    told: { rows, received },
  } = one
  if (disagrees(one)) return received.length > 0 ? ['nobody agreed to it, and it left'] : []
  if (withdrawnAt === undefined) return []
  const end = withdrawnAt + ON_ITS_WAY_MS
  return about([
    received.some(({ lastAt }) => Date.parse(lastAt) > end) && 'it left after consent was withdrawn',
    rows.some(({ attempts }) => attempts.some(({ at }) => Date.parse(at) > end)) &&
      'it was to leave after consent was withdrawn',
  ])
}

/** The bus was told how it ended, once. What was taken back may have been accepted before. */
const checkTold = ({ conversionId, event, status }: Row, published: Found['published']): string[] => {
  const told = published.get(conversionId) ?? new Set()
  return about([
    event !== undefined && !told.has(event.id) && `${event.type} is not on the bus`,
    told.size > (event || status === 'retracted' ? 1 : 0) && `the bus was told ${told.size} times how it ended`,
  ])
}

/** What is wrong with one conversion. */
export const checkCase = (one: Case, published: Found['published']): string[] => {
  const { told, takenBack, target, milestone, person } = one
  const mayWait = target.id === 'late'
  return [
    ...checkVerdict(one),
    ...checkEffect(told),
    ...checkEffect(takenBack, { mayRepeat: target.platform === 'baidu' }),
    ...checkConsent(one),
    ...told.rows.flatMap((row) => spacingOf(row, { mayWait })),
    ...[...told.rows, ...takenBack.rows].flatMap((row) => checkTold(row, published)),
  ].map((what) => `${milestone} of ${person.leadId} at ${target.id}: ${what}`)
}
