import { disagrees } from './agreed.ts'
import { checkVerdict } from './checkVerdict.ts'
import { complaintsOf } from './complaints.ts'
import type { Case, Traces } from './expected.ts'
import type { Found, Received, Row } from './found.ts'
import { isOpenEnded } from './openEnded.ts'
import { spacingOf } from './schedule.ts'

/** A call that is on its way when consent is withdrawn ends within the time that a function may run. */
const ON_ITS_WAY_MS = 30_000

const sum = (received: readonly Received[], name: 'offered' | 'counted'): number =>
  received.reduce((total, each) => total + each[name], 0)

/** C2: it counts once, and was sent again only when nobody knew whether it had arrived; what is accepted is there. */
const checkEffect = ({ rows: [row], received }: Traces, { mayRepeat = false } = {}): string[] => {
  if (!row) return received.length > 0 ? ['a platform has it, and there is no row'] : []
  const [counted, offered] = [sum(received, 'counted'), sum(received, 'offered')]
  const openEnded = row.attempts.filter(isOpenEnded).length
  const isTold = row.status === 'accepted' || row.attempts.at(-1)?.outcome === 'accepted'
  return complaintsOf([
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
  return complaintsOf([
    received.some(({ lastAt }) => Date.parse(lastAt) > end) && 'it left after consent was withdrawn',
    rows.some(({ attempts }) => attempts.some(({ at }) => Date.parse(at) > end)) &&
      'it was to leave after consent was withdrawn',
  ])
}

/** The bus was told how it ended, once. What was taken back may have been accepted before. */
const checkTold = ({ conversionId, event, status }: Row, published: Found['published']): string[] => {
  const told = published.get(conversionId) ?? new Set()
  return complaintsOf([
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
