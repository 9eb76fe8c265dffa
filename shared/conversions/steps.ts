import { randomBytes } from 'node:crypto'
import type { Attempt, Conversion, ConversionStatus } from '../domain/conversionRow.ts'
import { nextAttempt } from '../domain/conversionSchedule.ts'
import { eventIdOf } from '../security/blindIndex.ts'

/** For how long a sending has its row alone: longer than a function runs. */
export const SENDING_MS = 60_000

const SENDER_BYTES = 12

/** Why a row was retracted that was sent and not answered: it may have arrived all the same. */
export const PERHAPS_SENT = 'perhaps_sent'

/** A row keeps so many attempts, which is every one of two weeks. */
const MOST_ATTEMPTS = 20

/** What came of a sending, or that nothing was sent. */
export type Outcome =
  | { status: 'accepted' }
  | { status: 'sent'; reference: string; askAfterSeconds: number }
  | { status: 'rejected' | 'refused'; reason: string }
  | { status: 'retry'; reason: string; afterSeconds?: number }

type Closed = Exclude<ConversionStatus, 'planned' | 'sending' | 'sent' | 'parked'>

const TOLD = ['accepted', 'rejected', 'expired'] as const

const changed = (
  { reason: _reason, sendingUntil: _sendingUntil, sender: _sender, ...row }: Conversion,
  now: Date,
  changes: Partial<Conversion>,
): Conversion => ({ ...row, ...changes, version: row.version + 1, updatedAt: now.toISOString() })

/** A row at its end; those that the bus hears of carry their event. */
export const closed = (row: Conversion, now: Date, status: Closed, reason?: string): Conversion => {
  const after = changed(row, now, { status, ...(reason !== undefined && { reason }) })
  const told = TOLD.find((each) => each === status)
  if (told === undefined) return after
  const type = `conversion.${told}` as const
  const id = eventIdOf(type, row.conversionId, String(after.version))
  return { ...after, event: { id, type, at: after.updatedAt } }
}

/** A row whose sending begins, in some way: who makes this change sends it, and nobody else. */
export const begun = (row: Conversion, way: string | undefined, now: Date): Conversion =>
  changed(row, now, {
    status: 'sending',
    tries: row.tries + 1,
    attempts: [...row.attempts, { at: now.toISOString(), ...(way !== undefined && { way }) }].slice(-MOST_ATTEMPTS),
    sendingUntil: new Date(now.getTime() + SENDING_MS).toISOString(),
    sender: randomBytes(SENDER_BYTES).toString('base64url'),
  })

const withOutcome = ({ attempts }: Conversion, outcome: Outcome): Attempt[] => {
  const last = attempts.at(-1)
  const reason = 'reason' in outcome ? { reason: outcome.reason } : {}
  return last ? [...attempts.slice(0, -1), { ...last, outcome: outcome.status, ...reason }] : attempts
}

/** How a sending ended; `since` is when the next one is counted from, where that was earlier than now. */
export type Ending = { outcome: Outcome; now: Date; since?: Date }

/** A row whose sending ended: closed, or planned again as the schedule has it. */
export const ended = (row: Conversion, { outcome, now, since = now }: Ending): Conversion => {
  const tried = { ...row, attempts: withOutcome(row, outcome) }
  if (outcome.status === 'accepted') return closed(tried, now, 'accepted')
  if (outcome.status === 'sent') {
    const { reference, askAfterSeconds } = outcome
    const nextAt = new Date(now.getTime() + askAfterSeconds * 1000).toISOString()
    return changed(tried, now, { status: 'sent', reference, nextAt })
  }
  if (outcome.status !== 'retry') return closed(tried, now, outcome.status, outcome.reason)
  const { conversionId, tries: attempts, deadline } = row
  const { reason, afterSeconds } = outcome
  const next = nextAttempt({ conversionId, attempts, now: since, deadline: new Date(deadline), afterSeconds })
  if (!next) return closed(tried, now, 'expired', reason)
  return changed(tried, now, { status: 'planned', reason, nextAt: next.toISOString() })
}

/** For how long a destination is asked what became of an event that it took. */
const ASKING_MS = 3 * 86_400_000

/** A row that its destination still works on: asked about again when it has been out for twice as long, but not for ever. */
export const stillOut = (row: Conversion, now: Date): Conversion => {
  const since = Date.parse(row.attempts.at(-1)?.at ?? row.updatedAt)
  const age = now.getTime() - since
  if (age >= ASKING_MS) return closed(row, now, 'expired', 'outcome_unknown')
  return changed(row, now, { nextAt: new Date(since + Math.min(2 * age, ASKING_MS)).toISOString() })
}

/** A row that is to be sent once more at once, in a request of its own. */
export const apart = (row: Conversion, now: Date): Conversion => planned({ ...row, alone: true }, now)

/** A row that waits until its destination is enabled. */
export const parked = (row: Conversion, now: Date): Conversion =>
  changed(row, now, { status: 'parked', reason: 'destination_disabled' })

/** A row that is to be sent at some time, now if none is given. */
export const planned = (row: Conversion, now: Date, at = now): Conversion =>
  changed(row, now, { status: 'planned', nextAt: at.toISOString() })

/** A closed row that is to be sent anew, as the campaign would have it now. */
export const replayed = (
  row: Conversion,
  { action, deadline, now }: { action: string; deadline: string; now: Date },
): Conversion => planned({ ...row, action, deadline, tries: 0 }, now)

/** Whether somebody is sending the row at this moment. */
export const isBeingSent = ({ status, sendingUntil = '' }: Conversion, now: Date): boolean =>
  status === 'sending' && sendingUntil > now.toISOString()
